// The page's whole logic: ask the public API, show the answer as text and tables, and make every id a link to go on.
'use strict';

const $ = id => document.getElementById(id);

// Builds an element; children are elements or text, never markup.
const el = (name, attributes = {}, ...children) => {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    node.setAttribute(key, value);
  }
  node.append(...children.filter(child => child !== null && child !== undefined).map(c => c instanceof Node ? c : String(c)));
  return node;
};

const link = (hash, text) => el('a', { href: '#/' + hash }, text);
const traceLink = id => link('trace/' + encodeURIComponent(id), id);
const runLink = id => id ? link('trace/' + encodeURIComponent(id), id) : '';
const nodeLink = id => link('node/' + encodeURIComponent(id), id);
const entryLinks = entries => el('span', {}, ...(entries ?? []).flatMap((e, i) => [i ? ', ' : '', link('entry/' + encodeURIComponent(e), e)]));
const rowHash = (dataset, key) => 'row/' + encodeURIComponent(dataset) + '/' + encodeURIComponent(JSON.stringify(key));
// A row of a table whose key nobody has told comes with all its columns; the first ones name it well enough.
const rowName = key => {
  const pairs = Object.entries(key).map(([column, value]) => column + '=' + value);
  return pairs.length > 5 ? pairs.slice(0, 4).join(' ') + ' (+' + (pairs.length - 4) + ')' : pairs.join(' ');
};
const number = value => Number(value).toLocaleString('en');

class Problem extends Error {
  constructor(body) { super(body.detail || body.title); this.body = body; }
}

// The key lives as long as this tab and goes to this service only.
const heldKey = () => sessionStorage.getItem('rowtrail.key') ?? '';

function askForKey() {
  $('key-help').textContent = heldKey() ? 'The service does not take the key it was given.'
      : 'This service answers the holder of a key only. It is kept in this tab and sent nowhere else.';
  $('by-key').hidden = false;
}

async function ask(path, parameters = {}) {
  const url = new URL(path, location.origin);
  for (const [key, value] of Object.entries(parameters)) {
    url.searchParams.set(key, value);
  }
  const headers = { Accept: 'application/json' };
  if (heldKey()) { headers.Authorization = 'Bearer ' + heldKey(); }
  const response = await fetch(url, { headers });
  const text = await response.text();
  let body = {};
  try { body = JSON.parse(text); } catch { body = { title: 'The service answered ' + response.status, detail: text.slice(0, 200) }; }
  if (response.status === 401) { askForKey(); }
  if (!response.ok) { throw new Problem(body); }
  return body;
}

function table(caption, columns, rows) {
  if (!rows || rows.length === 0) {
    return el('p', {}, caption + ': none.');
  }
  const cell = (tag, column, content) => el(tag, column.number ? { class: 'number' } : {}, content);
  const head = el('tr', {}, ...columns.map(c => { const th = cell('th', c, c.title); th.scope = 'col'; return th; }));
  const body = rows.map(row => el('tr', {}, ...columns.map(c => cell('td', c, c.of(row) ?? ''))));
  return el('div', { class: 'wide' }, el('table', {}, el('caption', {}, caption), el('thead', {}, head), el('tbody', {}, ...body)));
}

const facts = pairs => el('dl', {}, ...pairs.filter(p => p[1] !== undefined && p[1] !== null && p[1] !== '')
    .flatMap(([term, value]) => [el('dt', {}, term), el('dd', {}, value)]));

const ops = o => Object.entries(o ?? {}).map(([op, n]) => ({ c: 'created', u: 'updated', d: 'deleted', r: 'snapshot', t: 'truncated' }[op] ?? op) + ' ' + number(n)).join(', ');
const caveats = list => list && list.length ? el('p', {}, el('strong', {}, 'Caveats: '), list.join(', ')) : null;

async function showTrace(id) {
  const answer = await ask('/api/v1/traces/' + encodeURIComponent(id));
  if (answer.run) {
    return show('Run ' + answer.run.run, facts([
      ['job', nodeLink(answer.run.job)], ['state', answer.run.state], ['started', answer.run.startedAt], ['ended', answer.run.endedAt],
      ['evidence', entryLinks(answer.evidence)]]),
      table('Inputs', [{ title: 'dataset', of: nodeLink }], answer.inputs),
      table('Outputs', [{ title: 'dataset', of: nodeLink }], answer.outputs), caveats(answer.caveats));
  }
  show('Trace ' + answer.traceId,
    answer.ambiguousTrace ? el('p', {}, 'This id appears in several sources: it may name more than one request.') : null,
    table('Rows it changed', [{ title: 'table', of: r => nodeLink(r.dataset) }, { title: 'rows', number: true, of: r => number(r.rows) }, { title: 'how', of: r => ops(r.ops) }], answer.changes),
    table('Reports and tables it reached', [{ title: 'dataset', of: r => nodeLink(r.dataset) }, { title: 'rows', number: true, of: r => number(r.rows) }, { title: 'run', of: r => runLink(r.run) }], answer.reached),
    table('Source transactions', [{ title: 'ordinal', of: r => r.ordinal }, { title: 'committed', of: r => r.commitTs }, { title: 'transaction', of: r => r.source + ' ' + r.txid }, { title: 'trace from', of: r => r.tagSource + ', ' + r.origin }, { title: 'evidence', of: r => entryLinks([r.evidence]) }], answer.transactions),
    answer.missing.length ? table('Missing', [{ title: 'what', of: m => m }], answer.missing) : null,
    caveats(answer.caveats),
    el('p', {}, link('rows/' + answer.traceId, 'Show the rows themselves'), ' · evidence: ', entryLinks(answer.evidence)));
}

async function showRows(trace) {
  const answer = await ask('/api/v1/traces/' + encodeURIComponent(trace) + '/rows', { limit: 200 });
  show('Rows of trace ' + trace,
    table('Rows', [{ title: 'dataset', of: r => nodeLink(r.dataset) }, { title: 'row', of: r => link(rowHash(r.dataset, r.key), rowName(r.key)) }, { title: 'operation', of: r => r.op ?? '' }, { title: 'effect', of: r => r.effect }, { title: 'requests behind it', of: r => r.tags ? number(r.tags.count) + ' transactions, ' + r.tags.exactness + (r.tags.closed ? ', closed' : ', open') : '' }], answer.rows),
    caveats(answer.caveats), el('p', {}, 'Back to ', traceLink(trace)));
}

async function showRow(dataset, key) {
  const answer = await ask('/api/v1/rows/traces', { dataset, key });
  const untagged = Object.entries(answer.untagged).filter(([, n]) => n > 0).map(([why, n]) => number(n) + ' ' + why).join(', ');
  const closed = answer.closed
    ? 'yes: no other requests could have influenced this row'
    : 'no: requests that removed or kept out rows may have mattered too';
  show('Requests behind ' + key, facts([
    ['dataset', nodeLink(answer.dataset)], ['requests', number(answer.traces.length)], ['transactions', number(answer.count) + ', ' + answer.exactness],
    ['without a trace', untagged || 'none'], ['closed', closed], ['guarantee', answer.guarantee], ['run', runLink(answer.run)], ['evidence', entryLinks(answer.evidence)]]),
    table('Requests', [{ title: 'trace', of: t => traceLink(t.traceId) }, { title: 'transactions', of: t => t.transactions.join(', ') }], answer.traces.slice(0, 500)),
    answer.traces.length > 500 ? el('p', {}, 'The first 500 are shown; the API has them all.') : null,
    caveats(answer.caveats));
}

async function showNode(id) {
  const answer = await ask('/api/v1/lineage', { nodeId: id, depth: 3, limit: 300 });
  const node = answer.graph.find(n => n.id === id) ?? answer.graph[0];
  const edge = side => [{ title: 'node', of: e => nodeLink(e[side]) }, { title: 'effect', of: e => e.effect }, { title: 'since', of: e => e.validFrom }, { title: 'evidence', of: e => entryLinks(e.evidence) }];
  show(id, table('Comes from', edge('origin'), node.inEdges), table('Goes into', edge('destination'), node.outEdges),
    table('Within three steps', [{ title: 'node', of: n => nodeLink(n.id) }, { title: 'steps', number: true, of: n => n.distance }], answer.graph.filter(n => n !== node)),
    caveats(answer.caveats));
}

async function showEntry(name) {
  const answer = await ask('/api/v1/audit/entries/' + encodeURIComponent(name));
  show('Entry ' + name, facts([['kind', answer.kind], ['recorded', answer.recordedAt], ['leaf hash', el('code', {}, answer.leafHash)]]),
    el('h3', {}, 'Leaf, as it was hashed'), el('pre', { tabindex: '0' }, JSON.stringify(answer.leaf, null, 2)),
    el('h3', {}, 'What was received, credentials masked'), el('pre', { tabindex: '0' }, answer.payload ? JSON.stringify(answer.payload, null, 2) : 'erased'));
}

const lost = o => number(o.rows ?? 0) + (o.rows === undefined ? '? ' : ' ') + ({ tagSource: 'captured with trace ', operator: 'at ', bound: 'truncated', unknown: 'unknown', noTagColumn: 'without a tag column ' }[o.kind] ?? o.kind) + (o.name ?? '');
const losses = offenders => offenders.length ? el('span', {}, ...offenders.flatMap((o, i) => [i ? '; ' : '', lost(o), o.evidence.length ? ' (' : '', ...(o.evidence.length ? [entryLinks(o.evidence), ')'] : [])])) : '';
const share = value => value === undefined ? '?' : (100 * value).toFixed(1) + ' %';
const counted = name => [{ title: 'share', number: true, of: i => share(i.value) }, { title: name, number: true, of: i => number(i.numerator) }, { title: 'of', number: true, of: i => number(i.denominator) }];

async function showCoverage() {
  const [datasets, hops] = await Promise.all(['dataset', 'hop'].map(by => ask('/api/v1/coverage', { by })));
  const flows = await ask('/api/v1/coverage', { by: 'flow' });
  const offenders = { title: 'lost', of: i => losses(i.offenders) };
  show('Coverage: rows that name the requests behind them',
    table('Captured tables: rows with a trace', [{ title: 'table', of: i => nodeLink(i.dataset) }, ...counted('with'), { title: 'by source', of: i => Object.entries(i.rowsByTagSource).map(([s, n]) => s + ' ' + number(n)).join(', ') }], datasets.items.filter(i => i.rowsByTagSource)),
    table('Written datasets: rows whose set of requests is exact', [{ title: 'dataset', of: i => nodeLink(i.dataset) }, ...counted('exact'), offenders], datasets.items.filter(i => !i.rowsByTagSource)),
    table('Hops', [{ title: 'job', of: i => nodeLink(i.job) }, { title: 'reads', of: i => el('span', {}, ...i.from.flatMap((f, n) => [n ? ', ' : '', nodeLink(f.dataset), ' ' + share(f.value)])) }, { title: 'writes', of: i => nodeLink(i.dataset) }, ...counted('exact'), { title: 'loses', of: i => i.loses ? 'yes' : 'no' }], hops.items),
    table('Flows', [{ title: 'report', of: i => i.flow }, { title: 'weakest hop', number: true, of: i => share(i.value) }, { title: 'hops', of: i => i.hops.map(h => (h.job ?? 'captured') + ' ' + share(h.value) + (h.loses ? ' (loses)' : '')).join(' ← ') }], flows.items),
    datasets.exclusions.length ? table('Not measured: nobody told', [{ title: 'dataset', of: u => nodeLink(u.dataset) }, { title: 'job', of: u => nodeLink(u.job) }, { title: 'run', of: u => runLink(u.run) }], datasets.exclusions) : null,
    caveats(datasets.caveats));
}

function show(title, ...content) {
  $('answer-title').textContent = title;
  $('answer-body').replaceChildren(...content.filter(Boolean));
  document.title = title + ' – Rowtrail';
  $('answer').focus({ preventScroll: true });
}

function fail(error) {
  const body = error.body ?? { title: 'The service cannot be reached', detail: error.message };
  show(body.title ?? 'Error', el('div', { class: 'problem', role: 'alert' }, el('p', {}, body.detail ?? ''),
    ...(body.errors ?? []).map(e => el('p', {}, el('code', {}, e.pointer || 'body'), ' ', e.detail)),
    body.traceId ? el('p', { class: 'help' }, 'trace of this request: ', el('code', {}, body.traceId)) : null));
}

const routes = { trace: showTrace, rows: showRows, row: showRow, node: showNode, entry: showEntry, coverage: showCoverage };

async function route() {
  const [name, ...parts] = location.hash.replace(/^#\//, '').split('/').map(decodeURIComponent);
  if (!routes[name]) { return; }
  $('answer').setAttribute('aria-busy', 'true');
  try { await routes[name](...parts); } catch (error) { fail(error); } finally { $('answer').removeAttribute('aria-busy'); }
}

let reports = [];

function chooseReport() {
  const report = reports.find(r => r.name === $('report').value);
  $('dataset-field').hidden = Boolean(report);
  const keys = report ? report.key : ['key (JSON)'];
  $('key-fields').replaceChildren(...keys.flatMap((column, i) => [
    el('label', { for: 'key-' + i }, column), el('input', { id: 'key-' + i, name: column, required: '', autocomplete: 'off', spellcheck: 'false' })]));
}

// Forms are taken over before anything is waited for: a reader may be faster than the first answer.
function takeOverForms() {
  $('report').addEventListener('change', chooseReport);
  $('by-id').addEventListener('submit', event => {
    event.preventDefault();
    go('trace/' + encodeURIComponent($('id').value.trim()));
  });
  $('by-row').addEventListener('submit', event => {
    event.preventDefault();
    const report = reports.find(r => r.name === $('report').value);
    const value = i => $('key-' + i).value.trim();
    const key = report ? JSON.stringify(Object.fromEntries(report.key.map((c, i) => [c, value(i)]))) : value(0);
    go('row/' + encodeURIComponent(report ? report.dataset : $('dataset').value.trim()) + '/' + encodeURIComponent(key));
  });
  $('by-key').addEventListener('submit', event => {
    event.preventDefault();
    sessionStorage.setItem('rowtrail.key', $('api-key').value.trim());
    begin();
  });
  $('forget-key').addEventListener('click', () => {
    sessionStorage.removeItem('rowtrail.key');
    show('No question yet', el('p', {}, 'The key is forgotten.'));
    begin();
  });
  addEventListener('hashchange', route);
}

// Asking the same again changes no hash, and is a question all the same.
function go(path) {
  if (location.hash === '#/' + path) { route(); } else { location.hash = '#/' + path; }
}

// What the page asks by itself: the question in its address, and which reports there are.
async function begin() {
  $('by-key').hidden = true;
  $('api-key').value = '';
  $('forget-key').hidden = !heldKey();
  chooseReport();
  const first = route();
  try { reports = (await ask('/api/v1/reports')).reports; } catch { reports = []; }
  $('report').replaceChildren(...reports.map(r => el('option', { value: r.name }, r.name)), el('option', { value: '' }, 'another dataset'));
  chooseReport();
  await first;
}

takeOverForms();
begin();
