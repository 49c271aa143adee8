/** Style of the mail catcher's page: the reader's own fonts and colour scheme, contrast at least 4.5 : 1 in both. */
export const STYLE = `
:root { color-scheme: light dark; --line: #c9ced6; --soft: #f3f5f8; --quiet: #535c69; --link: #0b57b0; --danger: #a3161a; }
@media (prefers-color-scheme: dark) {
  :root { --line: #434a55; --soft: #1f242c; --quiet: #adb6c3; --link: #8ab8ff; --danger: #ff9b9b; }
}
body { margin: 0; font: 1rem/1.5 system-ui, sans-serif; }
main { max-width: 60rem; margin: 0 auto; padding: 1.5rem 1rem 4rem; }
h1 { font-size: 1.75rem; line-height: 1.2; margin: 0 0 1rem; overflow-wrap: anywhere; }
h2 { font-size: 1.1rem; margin: 1.5rem 0 .5rem; }
a { color: var(--link); }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; border-radius: 2px; }
.search { display: flex; flex-wrap: wrap; gap: .5rem; align-items: center; }
input, button { font: inherit; padding: .4rem .7rem; border: 1px solid var(--quiet); border-radius: .3rem; min-height: 2.5rem; box-sizing: border-box; }
input { flex: 1 1 14rem; min-width: 0; }
button { cursor: pointer; background: var(--soft); color: inherit; }
.danger { color: var(--danger); border-color: currentColor; margin-top: 1.5rem; }
.threads, .threads ol { list-style: none; margin: 0; padding: 0; }
.threads > li { border: 1px solid var(--line); border-radius: .5rem; margin: .75rem 0; overflow: hidden; }
.thread { border-left: .35rem solid var(--link) !important; }
.thread h2 { margin: 0; padding: .6rem 1rem; background: var(--soft); font-size: 1rem; }
.thread li + li { border-top: 1px solid var(--line); }
.count { font-weight: normal; color: var(--quiet); margin-left: .5rem; }
.mail { display: grid; grid-template-columns: 1fr auto; gap: 0 1rem; padding: .6rem 1rem; text-decoration: none; color: inherit; }
.mail:hover { background: var(--soft); }
.mail:focus-visible { outline-offset: -3px; }
.subject { font-weight: 600; overflow-wrap: anywhere; grid-column: 1 / -1; }
.begins { grid-column: 1 / -1; overflow-wrap: anywhere; }
.mail .subject { color: var(--link); }
.to, time { color: var(--quiet); font-size: .9rem; overflow-wrap: anywhere; }
.pager { display: flex; gap: 1rem; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .25rem 1rem; margin: 0; }
dt { color: var(--quiet); } dd { margin: 0; overflow-wrap: anywhere; }
iframe { width: 100%; height: 70vh; border: 1px solid var(--line); border-radius: .5rem; background: #fff; color-scheme: light; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; background: var(--soft); padding: 1rem; border-radius: .5rem; }
details { margin: 1.5rem 0; } summary { cursor: pointer; font-weight: 600; }
.scroll { overflow-x: auto; } table { border-collapse: collapse; font-size: .9rem; }
th, td { text-align: left; vertical-align: top; padding: .25rem .75rem .25rem 0; border-bottom: 1px solid var(--line); overflow-wrap: anywhere; }
`;
