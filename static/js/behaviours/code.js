// The resume form, opened by a square code: the code stands behind the # of the address, which no server is ever told.

export default function code(form) {
  const found = decodeURIComponent(location.hash.slice(1)).replace(/[^0-9A-Za-z]/g, "");
  if (!/^[0-9A-Za-z]{10}$/.test(found)) return;
  form.elements.code.value = found.match(/.{1,4}/g).join("-").toUpperCase();
  history.replaceState(null, "", location.pathname + location.search); // not left behind in the list of pages visited
}
