// Searches the index in search/: loads the few files that a query needs, and shows what it finds.
// Words are cut and folded as src/search/fold.rs does: whoever changes one of them changes both.
const form = document.querySelector('#search-form')
const status = document.querySelector('#search-status')
const list = document.querySelector('#search-results')
const more = document.querySelector('#search-more')
const { index, found, none, failed } = form.dataset
const PAGE = 10
const WORD = /[\p{Alphabetic}\p{N}\p{M}]+/gu
const LEFT_OUT = /[\u0300-\u036f\u0591-\u05c7\u0640\u064b-\u065f\u0670]/g
const BLANKLESS = /[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u{20000}-\u{3134f}]\p{M}*/gu
const LETTERS = { ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', ł: 'l', đ: 'd', ı: 'i' }
const WEIGHTS = [1, 1.6, 3, 8]
const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

const loaded = new Map()
const load = (path, kind) => {
  if (!loaded.has(path)) {
    loaded.set(path, fetch(index + path).then(answer => {
      if (!answer.ok) throw new Error(path)
      return answer[kind]()
    }))
    loaded.get(path).catch(() => loaded.delete(path))
  }
  return loaded.get(path)
}
const root = () => load('index.json', 'json')

const fold = word => word.normalize('NFKD').toLowerCase().replace(LEFT_OUT, '')
  .replace(/[ßæœøłđı]/g, letter => LETTERS[letter]).normalize('NFC').replace(/[^\p{Alphabetic}\p{N}\p{M}]/gu, '')

// The words of a query; signs of scripts without blanks go in pairs.
const cut = text => (text.normalize('NFC').match(WORD) ?? []).flatMap(run => {
  const signs = run.match(BLANKLESS)
  if (!signs) return [{ word: fold(run), start: true }]
  const pairs = signs.slice(1).map((sign, at) => ({ word: fold(signs[at] + sign) }))
  const others = run.replace(BLANKLESS, ' ').split(' ').filter(Boolean).map(word => ({ word: fold(word), start: true }))
  return [...(pairs.length ? pairs : [{ word: fold(signs[0]), sign: true }]), ...others]
}).filter(({ word }) => word)

// The files that hold words from `low` up to those that begin with it.
const shards = async (low, start) => {
  const { words } = await root()
  let at = 0
  for (let end = words.length; at < end;) {
    const middle = (at + end) >> 1
    if (words[middle] <= low) at = middle + 1
    else end = middle
  }
  const names = words.slice(Math.max(at - 1, 0), at)
  if (start && words[at]?.startsWith(low)) names.push(words[at])
  const name = first => 'words/w-' + [...first].map(c => /[a-z0-9]/i.test(c) ? c : `_${c.codePointAt(0).toString(16)}_`).join('') + '.txt'
  return (await Promise.all(names.map(first => load(name(first), 'text')))).join('').split('\n')
}

const read = (text, into, weight) => {
  for (let at = 0, next = 0; at < text.length;) {
    let value = 0
    for (let shift = 0, digit = 32; digit & 32; shift += 5) {
      digit = DIGITS.indexOf(text[at++])
      value |= (digit & 31) << shift
    }
    const entry = next + (value >> 2)
    next = entry + 1
    into.set(entry, Math.max(into.get(entry) ?? 0, WEIGHTS[value & 3] * weight))
  }
}

// The entries that hold a word, or one that begins with it; where none does, ends of the word are taken off.
const entries = async ({ word, start, sign }, marks) => {
  const least = start ? Math.max(4, word.length - 3) : word.length
  for (let low = word; low.length >= Math.min(least, word.length); low = low.slice(0, -1)) {
    const prefix = sign || start && low.length > 2
    const hits = new Map()
    let all = false
    for (const line of await shards(low, prefix)) {
      const [forms, where] = line.split('\t')
      if (where === undefined) continue
      const names = forms.split(' ')
      const exact = names.includes(low)
      if (!exact && !(prefix && names.some(name => name.startsWith(low)))) continue
      names.forEach(name => marks.add(name))
      if (where === '*') all = true
      else read(where, hits, exact ? 1 : 0.5)
    }
    if (all) return null
    if (hits.size) return hits
  }
  return new Map()
}

const filter = async key => {
  const hits = new Map()
  for (const line of await shards(key)) {
    const [form, where] = line.split('\t')
    if (form === key) read(where, hits, 0)
  }
  return hits
}

// The numbers of the entries that hold all words and pass all filters, the best first, then the newest.
const find = async (words, keys, marks) => {
  const { entries: count } = await root()
  const sets = await Promise.all([...words.map(word => entries(word, marks)), ...keys.map(filter)])
  const known = sets.filter(Boolean).sort((a, b) => a.size - b.size)
  if (!known.length) return words.length ? Array.from({ length: count }, (_, at) => count - 1 - at) : []
  const rare = known.map(set => Math.log(1 + count / (set.size || 1)))
  const scores = []
  for (const entry of known[0].keys()) {
    if (known.every(set => set.has(entry))) {
      scores.push([entry, known.reduce((sum, set, at) => sum + set.get(entry) * rare[at], 0)])
    }
  }
  return scores.sort((a, b) => b[1] - a[1] || b[0] - a[0]).map(([entry]) => entry)
}

// A text with the found words marked.
const marked = (element, text, marks) => {
  let end = 0
  for (const { 0: run, index: at } of text.matchAll(WORD)) {
    const blankless = run.match(BLANKLESS)
    const hit = blankless ? cut(run).some(({ word }) => marks.has(word)) : marks.has(fold(run))
    if (!hit) continue
    const mark = document.createElement('mark')
    mark.textContent = run
    element.append(text.slice(end, at), mark)
    end = at + run.length
  }
  element.append(text.slice(end))
  return element
}

const make = (name, ...inside) => {
  const element = document.createElement(name)
  element.append(...inside)
  return element
}

const result = async (entry, marks) => {
  const { per_file: size } = await root()
  const [url, headline, day, text, language] = (await load(`entries/${Math.floor(entry / size)}.json`, 'json'))[entry % size]
  const link = marked(make('a'), headline, marks)
  link.href = url
  const time = make('time', new Date(day).toLocaleDateString(document.documentElement.lang, { dateStyle: 'long', timeZone: 'UTC' }))
  time.dateTime = day
  const article = make('article', make('h2', link), marked(make('p'), text, marks), make('p', time))
  article.className = 'card'
  article.children[2].className = 'meta'
  if (language) {
    article.lang = language
    article.dir = 'auto'
  }
  return make('li', article)
}

let turn = 0
let rest = []
let shown = new Set()
const show = async mine => {
  const results = await Promise.all(rest.slice(0, PAGE).map(entry => result(entry, shown)))
  if (mine !== turn) return
  rest = rest.slice(PAGE)
  list.append(...results)
  more.hidden = !rest.length
  return results[0]
}

const search = async () => {
  const mine = ++turn
  const words = cut(form.q.value)
  const keys = ['topic', 'source', 'year'].map(name => form.elements[name]?.value).filter(Boolean)
  const marks = new Set()
  try {
    const entries = await find(words, keys, marks)
    if (mine !== turn) return
    list.replaceChildren()
    shown = marks
    rest = entries
    status.textContent = words.length || keys.length ? entries.length ? found.replace('{n}', entries.length) : none : ''
    await show(mine)
  } catch {
    if (mine === turn) status.textContent = failed
  }
  if (mine === turn) list.ariaBusy = 'false'
}

const address = () => {
  const asked = [...new FormData(form)].filter(([, value]) => value)
  const query = new URLSearchParams(asked).toString()
  return location.pathname + (query && '?' + query)
}

const restore = () => {
  const asked = new URLSearchParams(location.search)
  for (const field of form.querySelectorAll('[name]')) field.value = asked.get(field.name) ?? ''
  search()
}

let pause
form.querySelector('fieldset').disabled = false
form.q.addEventListener('focus', () => root().catch(() => {}))
form.addEventListener('input', () => {
  turn++
  list.ariaBusy = 'true'
  clearTimeout(pause)
  pause = setTimeout(search, 120)
})
form.addEventListener('submit', event => {
  event.preventDefault()
  clearTimeout(pause)
  if (address() !== location.pathname + location.search) history.pushState(null, '', address())
  search()
})
more.addEventListener('click', async () => (await show(turn))?.querySelector('a').focus())
addEventListener('popstate', restore)
restore()
