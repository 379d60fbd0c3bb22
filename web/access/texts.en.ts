import type { Texts } from '../platform/language.ts'
import type { de } from './texts.de.ts'

export const en: Texts<typeof de> = {
  'front.language': 'Language',
  'signIn.title': 'Sign in',
  'signIn.email': 'E-mail',
  'signIn.password': 'Password',
  'signIn.do': 'Sign in',
  'signIn.wrong': 'E-mail or password is wrong.',
  'signIn.forgotten': 'Forgot the password? The administrator can reset it on the server: ',
  'signIn.setupNeeded':
    'This installation has not been set up yet. Open the one-time link that the program printed when it started.',
  'setup.title': 'Set up Regelkreis',
  'setup.sentence':
    'You create the first account. It has the role administrator and can create all other users.',
  'setup.person': 'Your account',
  'setup.company': 'Your company',
  'setup.name': 'Your name',
  'setup.email': 'E-mail',
  'setup.password': 'Password',
  'setup.password.hint':
    'At least {{min}} characters. A sentence is better than special characters.',
  'setup.companyName': 'Name of the company',
  'setup.currency': 'Currency',
  'setup.currency.hint': 'All amounts are kept in this currency.',
  'setup.timeZone': 'Time zone',
  'setup.timeZone.hint': 'Decides to which day and month an instant belongs.',
  'setup.do': 'Create the account and begin',
  'setup.noToken':
    'The set-up key is missing from the address. Open the link exactly as the program printed it.',
  'setup.done': 'This installation has already been set up.',
  'setup.toSignIn': 'To the sign-in',
  'setup.badToken':
    'The set-up link is no longer valid. Restart the program; it prints a new link.',
  'invitation.title': 'Welcome, {{name}}',
  'invitation.sentence': 'Choose a password. From then on you sign in with {{email}}.',
  'invitation.do': 'Set the password and sign in',
  'invitation.refused':
    'This invitation link is no longer valid. Ask the administrator for a new one.',
  'invite.do': 'Invite',
  'invite.title': 'Invitation link',
  'invite.text':
    'Hand this link over in person. It works once and until {{until}}; whoever opens it chooses a password.',
  'invite.copy': 'Copy link',
  'invite.copied': 'Copied',
  'password.title': 'Change password',
  'password.sentence': 'Other devices are signed out.',
  'password.current': 'Present password',
  'password.next': 'New password',
  'password.repeat': 'Repeat the new password',
  'password.do': 'Change password',
  'password.done': 'The password has been changed.',
  'password.different': 'The two new passwords differ.',
  'password.wrong': 'The present password is wrong.',
  'password.short': 'The password needs at least {{min}} characters.',
  'field.required': 'Please fill in.',
  'field.email': 'Please give an e-mail address.',
}
