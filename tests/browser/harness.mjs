// What every browser test stands on: a plain static server for the built example, and pages that can reach nothing else.
import { createServer } from 'node:http'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { extname, join, normalize } from 'node:path'
import { after, before } from 'node:test'

const { BROWSER_TOOLS, SITE, CHROMIUM = '/usr/bin/chromium' } = process.env
const puppeteer = createRequire(join(BROWSER_TOOLS, 'package.json'))('puppeteer-core')
const TYPES = {
  '.css': 'text/css', '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.json': 'application/json',
  '.svg': 'image/svg+xml', '.txt': 'text/plain; charset=utf-8', '.webmanifest': 'application/manifest+json',
  '.jpg': 'image/jpeg', '.png': 'image/png', '.webp': 'image/webp', '.avif': 'image/avif', '.xml': 'application/xml',
}

let server, browser, origin

before(async () => {
  const policy = (await readFile(join(SITE, '_headers'), 'utf8')).match(/Content-Security-Policy: (.*)/)[1]
  server = createServer(async (request, response) => {
    const { path, status, bytes } = await answer(new URL(request.url, 'http://x').pathname)
    const type = TYPES[extname(path)] ?? 'application/octet-stream'
    response.writeHead(status, { 'Content-Type': type, 'Content-Security-Policy': policy }).end(bytes)
  })
  await new Promise(done => server.listen(0, '127.0.0.1', done))
  origin = `http://127.0.0.1:${server.address().port}`
  // Everything but the loopback address goes to a proxy that is not there.
  const args = ['--no-sandbox', '--disable-gpu', '--proxy-server=127.0.0.1:9', '--lang=en']
  browser = await puppeteer.launch({ executablePath: CHROMIUM, args })
})

after(async () => {
  await browser?.close()
  server?.close()
})

const answer = async path => {
  const file = normalize(decodeURIComponent(path)).replace(/\/$/, '/index.html')
  try {
    return { path: file, status: 200, bytes: await readFile(join(SITE, file)) }
  } catch {
    return { path: '404.html', status: 404, bytes: await readFile(join(SITE, '404.html')) }
  }
}

/**
 * A test in a page of its own: `test('a fact', visit('/search/', async page => { … }))`. `page` is Puppeteer's, with
 * `page.asked`, the paths it has requested. The test fails too when the page raises an error, logs one, breaks the
 * site's Content-Security-Policy or asks for what is not there. `options`: `scripts` (true), `width` and `height` of
 * the window, `scheme` (light or dark), `motion` (reduce), `at` (another server's origin), `quiet` (errors are expected).
 */
export const visit = (path, check, options = {}) => async () => {
  const { scripts = true, width = 1280, height = 800, scheme, motion, at = () => origin, quiet = false } = options
  const context = await browser.createBrowserContext()
  try {
    const page = await context.newPage()
    const wrong = []
    page.asked = []
    page.on('pageerror', error => wrong.push(String(error)))
    page.on('console', message => message.type() === 'error' && wrong.push(message.text()))
    page.on('request', request => page.asked.push(new URL(request.url()).pathname))
    page.on('requestfailed', request => {
      // A script may call off what it no longer needs, and so does a page that is left.
      if (request.failure().errorText !== 'net::ERR_ABORTED') wrong.push(`cannot load ${request.url()}`)
    })
    await page.setViewport({ width, height })
    await page.setJavaScriptEnabled(scripts)
    const media = { 'prefers-color-scheme': scheme, 'prefers-reduced-motion': motion }
    const features = Object.entries(media).filter(([, value]) => value).map(([name, value]) => ({ name, value }))
    if (features.length) await page.emulateMediaFeatures(features)
    await page.goto(at() + path, { waitUntil: 'load' })
    await check(page)
    if (wrong.length && !quiet) throw new Error(wrong.join('\n'))
  } finally {
    await context.close()
  }
}

/** The text of every element that fits a selector. */
export const texts = (page, selector) => page.$$eval(selector, found => found.map(element => element.textContent.trim()))

/** Waits until the text of an element fits a pattern, and gives the text. */
export const settled = async (page, selector, pattern) => {
  const fits = (selector, source) => new RegExp(source).test(document.querySelector(selector)?.textContent ?? '')
  await page.waitForFunction(fits, { timeout: 20_000, polling: 20 }, selector, pattern.source)
  return page.$eval(selector, element => element.textContent)
}
