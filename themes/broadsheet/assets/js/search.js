// Searches the index of src/search: loads the few files that a query needs and shows what it finds.
// Words are cut and folded as src/search/fold.rs does: whoever changes one of them changes both.
const [form, status, list, more] = ['form', 'status', 'results', 'more'].map(name => document.getElementById(`search-${name}`))
const PAGE = 10
const WORD = /[\p{Alphabetic}\p{N}\p{M}]+/gu
const LEFT_OUT = /[\u0300-\u036f\u0591-\u05c7\u0640\u064b-\u065f\u0670]/g
const BLANKLESS = /[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u{20000}-\u{3134f}]\p{M}*/gu
const LETTERS = { ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', ł: 'l', đ: 'd', ı: 'i' }
const WEIGHTS = [1, 1.6, 3, 8]
const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
const VALUES = Uint8Array.from({ length: 128 }, (_, code) => Math.max(0, DIGITS.indexOf(String.fromCharCode(code))))
// As the site has its dates: English without a region is read with the day first.
const LANGUAGE = document.documentElement.lang.replace(/^en$/, 'en-GB')
const DATE = new Intl.DateTimeFormat(`${LANGUAGE}-u-ca-gregory`, { dateStyle: 'long', timeZone: 'UTC' })

// Files are named by their content, but for the one that names them.
const loaded = new Map()
const load = (path, cache = 'force-cache') => {
  if (!loaded.has(path)) {
    loaded.set(path, fetch(form.dataset.index + path, { cache }).then(answer => {
      if (!answer.ok) throw new Error(path)
      return path.endsWith('json') ? answer.json() : answer.text()
    }))
  }
  return loaded.get(path)
}
const root = () => load('index.json', 'no-cache')

const fold = word => word.normalize('NFKD').toLowerCase().replace(LEFT_OUT, '')
  .replace(/[ßæœøłđı]/g, letter => LETTERS[letter]).normalize('NFC').replace(/[^\p{Alphabetic}\p{N}\p{M}]/gu, '')

// The words of a text; signs of scripts without blanks go in pairs.
const cut = text => (text.normalize('NFC').match(WORD) ?? []).flatMap(run => {
  const signs = run.match(BLANKLESS) ?? []
  const pairs = signs.slice(1).map((sign, at) => ({ word: fold(signs[at] + sign) }))
  const others = run.replace(BLANKLESS, ' ').split(' ').map(word => ({ word: fold(word), start: true }))
  return [...(signs.length === 1 ? [{ word: fold(signs[0]), sign: true }] : pairs), ...others]
}).filter(({ word }) => word)

// Calls `each` with the numbers of a text: base 32, the lowest digit first, all but the last marked.
const numbers = (text, each) => {
  let value = 0
  let shift = 0
  for (let at = 0; at < text.length; at++) {
    const digit = VALUES[text.charCodeAt(at)]
    value |= (digit & 31) << shift
    shift += 5
    if (digit < 32) {
      each(value)
      value = shift = 0
    }
  }
}

// The lines with words that begin so, in every segment of the index.
const lines = async (low, start) => (await Promise.all((await root()).segments.map(async (segment, number) => {
  const { words, files } = segment
  const after = words.filter(first => first <= low).length
  const wanted = after ? [after - 1] : []
  if (start && words[after]?.startsWith(low)) wanted.push(after)
  const texts = await Promise.all(wanted.map(at => load(`words/${number}-${files.substr(at * 10, 10)}.txt`)))
  const fit = texts.join('').split('\n').filter(line => line.startsWith(low) || line.includes(` ${low}`))
  return fit.map(line => [...line.split('\t'), segment])
}))).flat()

// Sets the weights of the entries that a line names.
const read = (where, { from, entries }, hits, weight) => {
  if (where === '*') {
    for (let at = from; at < from + entries; at++) hits[at] = Math.max(hits[at], weight)
    return
  }
  let next = from
  numbers(where, value => {
    next += value >> 2
    hits[next] = Math.max(hits[next], WEIGHTS[value & 3] * weight)
    next++
  })
}

// For each entry the weight of a word or of those that begin with it; where none has one, ends are taken off.
const entries = async ({ word, start, sign }, marks) => {
  const hits = new Float64Array((await root()).entries)
  const least = start ? Math.min(word.length, Math.max(4, word.length - 3)) : word.length
  for (let low = word, found = false; !found && low.length >= least; low = low.slice(0, -1)) {
    const prefix = sign || start && low.length > 2
    for (const [forms, where, segment] of await lines(low, prefix)) {
      const names = forms.split(' ')
      const exact = names.includes(low)
      if (!exact && !prefix) continue
      found = true
      names.forEach(name => marks.add(name))
      read(where, segment, hits, exact ? 1 : 0.5)
    }
  }
  return hits
}

// The entries of a topic or source.
const filter = async key => {
  const hits = new Float64Array((await root()).entries)
  for (const [form, where, segment] of await lines(key)) if (form === key) read(where, segment, hits, 1e-9)
  return hits
}

// Whether an entry's day lies between the two that were chosen.
const between = async () => {
  const [from, until] = [form.from, form.until].map(field => Date.parse(field.value) / 864e5)
  if (isNaN(from) && isNaN(until)) return () => true
  const days = []
  let day = 0
  numbers(await load((await root()).days), step => days.push(day += step & 1 ? ~(step >> 1) : step >> 1))
  return entry => !(days[entry] < from || days[entry] > until)
}

// For each entry its score, 0 where a word is missing or a filter keeps it out; and how many have one.
const find = async (words, keys, marks) => {
  const { entries: count } = await root()
  const fits = await between()
  const sets = await Promise.all([...words.map(word => entries(word, marks)), ...keys.map(filter)])
  const rare = sets.map(set => {
    let held = 1
    for (let entry = 0; entry < count; entry++) if (set[entry]) held++
    return Math.log(1 + count / held)
  })
  const scores = new Float64Array(count)
  let size = 0
  for (let entry = 0; entry < count; entry++) {
    let score = fits(entry) ? 1e-9 : 0
    for (let at = 0; score && at < sets.length; at++) score = sets[at][entry] && score + sets[at][entry] * rare[at]
    scores[entry] = score
    if (score) size++
  }
  return { scores, size }
}

// Takes the best entries out of the scores; of equals the newest.
const best = scores => {
  const taken = []
  while (taken.length < PAGE) {
    let top = -1
    let high = 0
    for (let entry = scores.length; entry--;) if (scores[entry] > high) high = scores[top = entry]
    if (top < 0) break
    scores[top] = 0
    taken.push(top)
  }
  return taken
}

const make = (name, properties, ...inside) => {
  const element = Object.assign(document.createElement(name), properties)
  element.append(...inside)
  return element
}

// A text in pieces, found words marked.
const marked = (text, marks) => text.split(/([\p{Alphabetic}\p{N}\p{M}]+)/u).map((piece, at) => {
  const hit = at % 2 && (piece.match(BLANKLESS) ? cut(piece).some(({ word }) => marks.has(word)) : marks.has(fold(piece)))
  return hit ? make('mark', {}, piece) : piece
})

const result = async (entry, marks) => {
  const { per_file: size, results } = await root()
  const file = Math.floor(entry / size)
  const entries = await load(`entries/${file}-${results.substr(file * 8, 8)}.json`)
  const [href, headline, dateTime, text, lang] = entries[entry % size]
  const link = make('a', { href }, ...marked(headline, marks))
  const time = make('time', { dateTime }, DATE.format(Date.parse(dateTime)))
  const article = make('article', { className: 'card' },
    make('h2', {}, link), make('p', {}, ...marked(text, marks)), make('p', { className: 'meta' }, time))
  return make('li', {}, lang ? Object.assign(article, { lang, dir: 'auto' }) : article)
}

let turn = 0
let rest
let shown
const show = async mine => {
  const results = await Promise.all(best(rest.scores).map(entry => result(entry, shown)))
  if (mine !== turn) return
  list.append(...results)
  more.hidden = list.children.length >= rest.size
  return results[0]
}

const search = async again => {
  const mine = ++turn
  const { found, none, failed } = form.dataset
  const words = cut(form.q.value)
  const keys = [form.topic, form.source].map(field => field?.value).filter(Boolean)
  const asked = words.length || keys.length || form.from.value || form.until.value
  const marks = new Set()
  list.ariaBusy = 'true'
  try {
    await root()
    const hits = asked ? await find(words, keys, marks) : { scores: [], size: 0 }
    if (mine !== turn) return
    list.replaceChildren()
    shown = marks
    rest = hits
    status.textContent = asked ? hits.size ? found.replace('{n}', hits.size) : none : ''
    await show(mine)
  } catch {
    // The site may have been published anew meanwhile.
    loaded.clear()
    if (mine !== turn) return
    if (!again) return search(true)
    status.textContent = failed
  }
  if (mine === turn) list.ariaBusy = 'false'
}

// The address says what is asked; when a reader is done typing, it is one to go back to.
let pause
const remember = done => {
  clearTimeout(pause)
  const query = new URLSearchParams([...new FormData(form)].filter(([, value]) => value)).toString()
  const address = location.pathname + (query && `?${query}`)
  const state = done ? null : 'typing'
  const changed = address !== location.pathname + location.search
  if (changed && location.search && !history.state) history.pushState(state, '', address)
  else if (changed || done) history.replaceState(state, '', address)
}

const restore = () => {
  const asked = new URLSearchParams(location.search)
  for (const { name } of form.elements) if (name) form[name].value = asked.get(name) ?? ''
  search()
}

form.querySelector('fieldset').disabled = false
form.addEventListener('input', () => {
  clearTimeout(pause)
  pause = setTimeout(remember, 300)
  search()
})
form.addEventListener('keydown', event => {
  if (event.key !== 'Escape' || event.target !== form.q) return
  event.preventDefault()
  form.q.value = ''
  remember()
  search()
})
form.addEventListener('submit', event => {
  event.preventDefault()
  remember(true)
  search()
})
more.addEventListener('click', async () => (await show(turn))?.querySelector('a').focus())
addEventListener('popstate', restore)
restore()
