// Finds what a person can perceive, by role and accessible name. arguments[0] is a Look.
const ROLES = {
  alert: '[role=alert]',
  article: 'article',
  button: 'button, summary',
  checkbox: 'input[type=checkbox]',
  combobox: 'select',
  dialog: 'dialog[open]',
  form: 'form',
  group: 'fieldset, details, [role=group]',
  heading: 'h1, h2, h3',
  img: '[role=img]',
  link: 'a[href]',
  listitem: 'li',
  main: 'main',
  navigation: 'nav',
  option: '[role=option]',
  radio: 'input[type=radio]',
  region: 'section[aria-labelledby], section[aria-label], [role=region]',
  row: 'tr',
  status: '[role=status]',
  table: 'table',
  toast: '.toast',
  text: 'p, dd, dt, span, time, strong, td, caption',
  textbox: 'input:not([type=radio], [type=checkbox]), textarea',
};
const PASSIVE = ['alert', 'status', 'text', 'heading', 'article', 'region', 'row', 'listitem', 'main', 'table'];

const said = (node) => {
  if (node.nodeType === Node.TEXT_NODE) return node.data;
  if (node.nodeType !== Node.ELEMENT_NODE || node.hidden || node.getAttribute('aria-hidden') === 'true') return '';
  if (['SVG', 'SCRIPT', 'STYLE'].includes(node.tagName.toUpperCase())) return '';
  if (node.getAttribute('aria-label')) return node.getAttribute('aria-label');
  return [...node.childNodes].map(said).join(' ');
};
const nameOf = (element) => {
  const by = element.getAttribute('aria-labelledby');
  if (by) return by.split(/\s+/).map((id) => document.getElementById(id)).filter(Boolean).map(said).join(' ');
  if (element.getAttribute('aria-label')) return element.getAttribute('aria-label');
  if (element.labels?.length) return [...element.labels].map(said).join(' ');
  if (element.tagName === 'FIELDSET') return said(element.querySelector('legend') ?? element);
  if (element.tagName === 'INPUT') return element.placeholder;
  return said(element);
};
const squeeze = (text) => text.replace(/\s+/gu, '');
const fits = (look, element) => {
  const [name, wanted] = [squeeze(nameOf(element)), squeeze(look.name)];
  if (look.how === 'is') return name === wanted;
  return look.how === 'starts' ? name.startsWith(wanted) : name.includes(wanted);
};
const find = (look) => {
  const modal = document.querySelector('dialog[open]:modal');
  const reach = modal && !PASSIVE.includes(look.role) && look.role !== 'dialog' ? [modal] : [document];
  const roots = look.within ? find(look.within) : reach;
  const all = roots.flatMap((root) => [...root.querySelectorAll(ROLES[look.role])]);
  return all.filter((it) => it.checkVisibility({ visibilityProperty: true }) && fits(look, it));
};
return find(arguments[0]);
