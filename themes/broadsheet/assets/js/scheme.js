// Light, dark or as the reader's system has it: the choice is remembered in this browser and goes nowhere else.
// Runs before the page is drawn, so that no reader of a dark page sees a white flash.

const KEY = 'dateline-scheme';
const root = document.documentElement;

function remembered() {
  try {
    return localStorage.getItem(KEY) ?? '';
  } catch {
    return ''; // A browser may refuse to remember anything.
  }
}

function show(scheme) {
  if (scheme) root.dataset.scheme = scheme;
  else delete root.dataset.scheme;
  const paper = { light: '(prefers-color-scheme: light)', dark: '(prefers-color-scheme: dark)' };
  for (const meta of document.querySelectorAll('meta[name="theme-color"]')) {
    const own = meta.dataset.scheme ??= meta.media === paper.dark ? 'dark' : 'light';
    meta.media = scheme ? (own === scheme ? 'all' : 'not all') : paper[own];
  }
}

function choose(scheme) {
  show(scheme);
  try {
    if (scheme) localStorage.setItem(KEY, scheme);
    else localStorage.removeItem(KEY);
  } catch {
    // Then the choice holds for this page alone.
  }
}

show(remembered());
addEventListener('DOMContentLoaded', () => {
  const form = document.querySelector('form.scheme');
  if (!form) return;
  for (const radio of form.elements.scheme) radio.checked = radio.value === remembered();
  form.addEventListener('change', () => choose(form.elements.scheme.value));
  form.hidden = false;
});
// Another tab of the same site.
addEventListener('storage', (event) => {
  if (event.key === KEY || event.key === null) show(remembered());
});
