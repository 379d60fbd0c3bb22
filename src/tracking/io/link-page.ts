/** What somebody sees who calls a short link that is not there. Nobody is signed in, so both languages. */
export const UNKNOWN_LINK_PAGE = `<!doctype html>
<html lang="de">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>Link nicht gefunden</title>
<style>
body { font: 1.125rem/1.5 system-ui, sans-serif; max-width: 34rem; margin: 15vh auto; padding: 0 1.5rem; color: #161c1f; background: #fff }
p + p { color: #5a656a; font-size: 1rem }
@media (prefers-color-scheme: dark) { body { color: #e2e7e9; background: #14191b } p + p { color: #9faaaf } }
</style>
</head>
<body>
<h1>Diesen Link gibt es nicht</h1>
<p>Vielleicht fehlt ein Zeichen, oder der Link gilt nicht mehr. Groß- und Kleinschreibung zählt.</p>
<p lang="en">There is no such link. A sign may be missing, or the link is no longer valid.</p>
</body>
</html>
`
