// Remembers the language a reader chose, for the next visit to the address without one.
export default function language(list) {
  list.addEventListener("click", (event) => {
    const link = event.target.closest("a[hreflang]");
    if (!link) return;
    const code = link.hreflang.split("-")[0];
    const secure = location.protocol === "https:" ? "; Secure" : "";
    document.cookie = `lang=${code}; Path=/; Max-Age=31536000; SameSite=Lax${secure}`;
  });
}
