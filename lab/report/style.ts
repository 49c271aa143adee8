/** Colours that stay apart for those who see few of them; each part has a legend and a title beside. */
export const style = `
:root { color-scheme: light dark; --ink: #1d2433; --soft: #5a6478; --line: #d8dde6; --ground: #fff; --p0: #c44536; --p1: #e8a33d; --p2: #3f6fb5; --p3: #7d5ba6; --p4: #8fb8a0; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6eaf2; --soft: #9aa5b8; --line: #39414f; --ground: #171b22; --p0: #e0705f; --p1: #e0a94f; --p2: #6f9be0; --p3: #a98bd0; --p4: #5f8f76; } }
body { margin: 2.5rem auto; max-width: 62rem; padding: 0 1.25rem; background: var(--ground); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
h1 { font-size: 1.7rem; margin: 0 0 .3rem; } h2 { font-size: 1.2rem; margin: 2.6rem 0 .4rem; } h3 { font-size: 1rem; margin: 1.4rem 0 0; }
p { margin: .3rem 0 .8rem; color: var(--soft); max-width: 50rem; } figure { margin: .4rem 0 1rem; } figcaption { font-weight: 600; font-size: .9rem; }
.table { overflow-x: auto; } table { border-collapse: collapse; font-variant-numeric: tabular-nums; font-size: .88rem; }
th, td { padding: .3rem .7rem; border-bottom: 1px solid var(--line); text-align: right; white-space: nowrap; } th:first-child, td:first-child { text-align: left; }
td small { display: block; color: var(--soft); } .worse small { color: var(--p0); font-weight: 600; } .better small { color: var(--p2); font-weight: 600; }
svg { display: block; width: 100%; height: auto; } svg text { fill: var(--ink); font: 12px system-ui, sans-serif; }
.group { font-weight: 600; } .row { text-anchor: end; } .total { font-weight: 600; } .tick { text-anchor: middle; fill: var(--soft); font-size: 11px; } .tick.end { text-anchor: end; }
.part-0 { fill: var(--p0); } .part-1 { fill: var(--p1); } .part-2 { fill: var(--p2); } .part-3 { fill: var(--p3); } .part-4 { fill: var(--p4); }
.grid { stroke: var(--line); fill: none; } .target { stroke: var(--ink); stroke-dasharray: 5 4; fill: none; } .band { fill: var(--p2); opacity: .22; } .truth { stroke: var(--p0); stroke-width: 1.8; fill: none; } .told { fill: var(--p2); }
`;
