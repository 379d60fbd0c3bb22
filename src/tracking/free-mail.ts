/** Providers whose addresses say nothing about the company somebody works for. */
const FREE_MAIL = new Set(
  `gmail.com googlemail.com gmx.de gmx.net gmx.at gmx.ch gmx.com web.de t-online.de freenet.de arcor.de
  yahoo.com yahoo.de yahoo.co.uk yahoo.fr ymail.com outlook.com outlook.de hotmail.com hotmail.de hotmail.co.uk
  live.com live.de msn.com icloud.com me.com mac.com aol.com aol.de mail.com mail.de mail.ru proton.me
  protonmail.com posteo.de posteo.net mailbox.org online.de vodafone.de o2online.de 1und1.de email.de
  kabelmail.de unitybox.de netcologne.de bluewin.ch hispeed.ch sunrise.ch chello.at a1.net orange.fr
  free.fr laposte.net libero.it qq.com 163.com 126.com yandex.ru yandex.com zoho.com fastmail.com hey.com
  tutanota.com tutanota.de tuta.com uol.com.br bol.com.br terra.com.br`
    .split(/\s+/)
    .filter((domain) => domain !== ''),
)

export const isFreeMail = (domain: string): boolean => FREE_MAIL.has(domain.toLowerCase())
