// After find.js: where the focus is, whether one sees it, and whether something covers it.
const element = document.activeElement;
const there = found.includes(element);
const face = element.labels?.[0] ?? element;
const faces = [element, face, ...face.querySelectorAll('span'), element.nextElementSibling, element.parentElement].filter(Boolean);
const shows = (it) => {
  const style = getComputedStyle(it);
  return (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== 'none';
};
const { left, right, top, bottom, width } = face.getBoundingClientRect();
// Of what is taller than the window, the middle of the part that is in it.
const inside = (start, end, size) => (Math.max(start, 0) + Math.min(end, size)) / 2;
const at = document.elementFromPoint(inside(left, right, innerWidth), inside(top, bottom, innerHeight));
const isOpen = at && (face.contains(at) || at.contains(face));
let problem = '';
if (element !== document.body && width > 0) {
  if (!faces.some(shows)) problem = 'the focus does not show';
  else if (!isOpen) problem = `the focus is covered by ${at?.outerHTML.slice(0, 120) ?? 'the edge'}`;
}
return { there, problem, element: element.outerHTML.slice(0, 200) };
