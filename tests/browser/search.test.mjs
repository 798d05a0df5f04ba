// The search page, as readers use it.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { settled, texts, visit } from './harness.mjs'

const COUNT = /^Results: \d+$/
const STATUS = '#search-status'
const HEADLINES = '#search-results h2'

const BUSY = '#search-results[aria-busy=true]'

/** Types into the search field and waits for the number of results, or other words that fit `pattern`. */
const ask = async (page, words, pattern = COUNT) => {
  await page.$eval('#q', field => field.select())
  await page.type('#q', words)
  await page.waitForSelector(BUSY, { hidden: true })
  return settled(page, STATUS, pattern)
}

test('typing finds entries and marks the words', visit('/search/', async page => {
  await ask(page, 'high seas treaty')
  assert.match((await texts(page, HEADLINES))[0], /treaty for the high seas/)
  assert.deepEqual(await texts(page, '#search-results li:first-child h2 mark'), ['treaty', 'high', 'seas'])
}))

test('words are found by their stem, by their beginning and without accents', visit('/search/', async page => {
  await ask(page, 'negotiating')
  assert.ok((await texts(page, HEADLINES)).some(headline => /Negotiators/.test(headline)))
  await ask(page, 'astronom picture')
  assert.match((await texts(page, HEADLINES))[0], /Astronomers show the first picture/)
  await ask(page, 'archeveque')
  assert.match((await texts(page, HEADLINES)).join(), /Notre-Dame de Paris rouvre/)
}))

test('scripts without blanks are searched too', visit('/search/', async page => {
  await ask(page, '図書館')
  assert.deepEqual(await texts(page, HEADLINES), ['北京市の図書館が新しい閲覧室を公開'])
  assert.equal(await page.$eval('#search-results [lang]', element => element.lang), 'ja')
}))

test('results can be limited to a topic and a source', visit('/search/?q=treaty', async page => {
  await settled(page, STATUS, COUNT)
  await page.select('#topic', 't=oceans')
  await page.waitForSelector(BUSY, { hidden: true })
  assert.match((await texts(page, HEADLINES)).join(), /high seas/)
  await page.select('#source', 's=united-nations')
  await page.waitForSelector(BUSY, { hidden: true })
  assert.match((await texts(page, HEADLINES)).join(), /high seas/)
}))

test('results can be limited to days', visit('/search/?q=treaty', async page => {
  await settled(page, STATUS, COUNT)
  const dates = async (from, until) => {
    const fill = (id, value) => {
      document.getElementById(id).value = value
      document.getElementById(id).dispatchEvent(new Event('input', { bubbles: true }))
    }
    await page.evaluate(fill, 'from', from)
    await page.evaluate(fill, 'until', until)
    await page.waitForSelector(BUSY, { hidden: true })
    return page.$$eval('#search-results time', times => times.map(time => time.dateTime))
  }
  const all = await dates('', '')
  assert.ok(all.length > 1 && all.includes('2023-03-05'))
  assert.deepEqual(await dates('2023-03-05', '2023-03-05'), ['2023-03-05'])
  assert.ok(!(await dates('2023-03-06', '')).includes('2023-03-05'))
  assert.ok(!(await dates('', '2023-03-04')).includes('2023-03-05'))
}))

test('the page works by keyboard alone', visit('/search/', async page => {
  await page.focus('#q')
  await page.keyboard.type('polio')
  await page.keyboard.press('Enter')
  await settled(page, STATUS, COUNT)
  assert.equal(new URL(page.url()).search, '?q=polio')
  for (let stops = 0; stops < 12; stops++) {
    await page.keyboard.press('Tab')
    if (await page.evaluate(() => document.activeElement.closest('#search-results') !== null)) break
  }
  await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')])
  assert.match(await page.title(), /polio/i)
}))

test('the number of results is said to screen readers', visit('/search/', async page => {
  assert.equal(await page.$eval(STATUS, element => element.getAttribute('role')), 'status')
  assert.equal(await page.$eval('#q', field => field.labels.length), 1)
  assert.equal(await page.$eval('#search-results', list => list.localName), 'ol')
  await ask(page, 'treaty')
}))

test('Escape empties the field', visit('/search/?q=polio', async page => {
  await settled(page, STATUS, COUNT)
  await page.focus('#q')
  await page.keyboard.press('Escape')
  await page.waitForFunction(selector => document.querySelector(selector).textContent === '', {}, STATUS)
  assert.deepEqual(await texts(page, HEADLINES), [])
  assert.equal(new URL(page.url()).search, '')
}))

test('words that no entry has are answered with words', visit('/search/', async page => {
  await ask(page, 'qwxyz', /No entry/)
  assert.deepEqual(await texts(page, HEADLINES), [])
}))

test('a search has an address, and the back button leads to the one before', visit('/search/?q=polio', async page => {
  await settled(page, STATUS, COUNT)
  assert.equal(await page.$eval('#q', field => field.value), 'polio')
  await ask(page, 'black hole')
  await page.keyboard.press('Enter')
  await page.waitForFunction(() => location.search === '?q=black+hole')
  await page.goBack()
  await page.waitForFunction(() => document.querySelector('#q').value === 'polio')
  await settled(page, '#search-results h2', /polio/)
}))

test('who comes back from an entry finds the results again', visit('/search/', async page => {
  await ask(page, 'polio')
  await page.waitForFunction(() => location.search === '?q=polio')
  await Promise.all([page.waitForNavigation(), page.click('#search-results a')])
  await page.goBack()
  await settled(page, STATUS, COUNT)
  assert.match((await texts(page, HEADLINES)).join(), /polio/)
}))

test('an index that was published anew is loaded anew', visit('/search/', async page => {
  await ask(page, 'treaty')
  await page.setRequestInterception(true)
  let refused = 0
  page.on('request', request => {
    const first = request.url().includes('/search/words/') && !refused++
    request[first ? 'abort' : 'continue'](...(first ? ['aborted'] : []))
  })
  await ask(page, 'polio')
  assert.equal(refused > 1, true)
  assert.match((await texts(page, HEADLINES)).join(), /polio/)
}))

test('more results are shown on demand, each once, until there are no more', visit('/search/', async page => {
  const count = Number((await ask(page, 'and')).match(/\d+/)[0])
  assert.ok(count > 20)
  const shown = () => page.$$eval('#search-results a', links => links.map(link => link.href))
  for (let pages = 1; pages * 10 < count; pages++) {
    assert.equal((await shown()).length, pages * 10)
    await page.click('#search-more')
    await page.waitForFunction(size => document.querySelectorAll('#search-results a').length > size, {}, pages * 10)
  }
  assert.equal(new Set(await shown()).size, count)
  assert.equal(await page.$eval('#search-more', button => button.hidden), true)
}))

test('nothing of a held entry is found', visit('/search/', async page => {
  for (const word of ['zanzibarine', 'zanz', 'eclipse']) await ask(page, word, /No entry/)
  const options = await texts(page, 'option')
  assert.ok(options.length > 5 && !options.some(option => /zanz/i.test(option)))
}))

test('without scripts the topics are there and the form is not', visit('/search/', async page => {
  assert.ok((await texts(page, 'main section a')).includes('Climate'))
  assert.equal(await page.$eval('#q', field => field.matches(':disabled')), true)
  assert.match(await page.$eval('main', main => main.innerText), /needs JavaScript/)
}, { scripts: false }))
