"use strict";
/* What HTML alone cannot do: files dropped or pasted, text copied, a period chosen. */
(function () {
  function answer(form, text) { form.querySelector(".answer").textContent = text; }

  async function within(entry, path) {
    if (entry.isFile) {
      const file = await new Promise((found, lost) => entry.file(found, lost));
      return [{ file: file, path: path + file.name }];
    }
    const reader = entry.createReader();
    const all = [];
    for (;;) {
      const some = await new Promise((found, lost) => reader.readEntries(found, lost));
      if (!some.length) { break; }
      for (const one of some) { all.push(...await within(one, path + entry.name + "/")); }
    }
    return all;
  }

  async function dropped(transfer) {
    const items = Array.from(transfer.items || []).filter((item) => item.kind === "file");
    const entries = items.map((item) => item.webkitGetAsEntry && item.webkitGetAsEntry());
    if (!entries.length || entries.some((entry) => !entry)) { return plain(transfer.files); }
    const all = [];
    for (const entry of entries) { all.push(...await within(entry, "")); }
    return all;
  }

  function plain(files) { return Array.from(files).map((file) => ({ file: file, path: file.webkitRelativePath || file.name })); }

  function send(form, files) {
    const most = Number(form.dataset.most || 1);
    if (!files.length) { return; }
    if (files.length > most) { answer(form, "一次最多放" + most + "个文件，请分几次放进来。"); return; }
    const body = new FormData();
    for (const field of form.querySelectorAll("input:not([type=file]), select, textarea")) { body.append(field.name, field.value); }
    for (const one of files) { body.append("path", one.path); body.append("file", one.file, one.file.name); }
    const request = new XMLHttpRequest();
    request.open("POST", form.getAttribute("action"));
    request.setRequestHeader(document.body.dataset.header, document.body.dataset.token);
    request.setRequestHeader("HX-Request", "true");
    request.upload.onprogress = (event) => answer(form, "正在放进去，" + Math.round(100 * event.loaded / event.total) + "%");
    request.upload.onload = () => answer(form, "正在读……");
    request.onerror = () => answer(form, "工作台没有应答，也许已经结束。没有放进去。");
    request.onload = () => {
      const where = request.getResponseHeader("HX-Redirect");
      if (where) { location.assign(where); return; }
      const told = document.createElement("template");
      told.innerHTML = request.responseText;
      answer(form, told.content.textContent);
    };
    request.send(body);
  }

  const drops = Array.from(document.querySelectorAll("form.drop"));
  for (const drop of drops) {
    const over = (on) => (event) => { event.preventDefault(); drop.classList.toggle("over", on); };
    drop.addEventListener("dragover", over(true));
    drop.addEventListener("dragleave", over(false));
    drop.addEventListener("drop", (event) => { over(false)(event); dropped(event.dataTransfer).then((files) => send(drop, files)); });
    drop.querySelector("input[type=file]").addEventListener("change", (event) => send(drop, plain(event.target.files)));
    drop.addEventListener("submit", (event) => event.preventDefault());
  }
  /* A file let go beside the place for it must not take the page away. */
  document.addEventListener("dragover", (event) => event.preventDefault());
  document.addEventListener("drop", (event) => event.preventDefault());
  if (drops.length === 1) {
    document.addEventListener("paste", (event) => { if (event.clipboardData.files.length) { send(drops[0], plain(event.clipboardData.files)); } });
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-copy]");
    if (!button) { return; }
    const source = document.getElementById(button.dataset.copy);
    navigator.clipboard.writeText((source.value || source.textContent).trim()).then(
      () => { button.textContent = "已复制"; },
      () => { button.textContent = "请选中后按 Ctrl+C"; });
  });

  /* A picture as every Word and WPS takes it; where that cannot be, the file itself is handed over. */
  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-picture]");
    if (!link) { return; }
    event.preventDefault();
    const plain = () => { link.removeAttribute("data-picture"); link.click(); };
    const image = new Image();
    image.onerror = plain;
    image.onload = () => {
      const canvas = document.createElement("canvas");
      canvas.width = 2 * image.naturalWidth;
      canvas.height = 2 * image.naturalHeight;
      const pen = canvas.getContext("2d");
      pen.scale(2, 2);
      pen.drawImage(image, 0, 0);
      canvas.toBlob((data) => {
        if (!data) { plain(); return; }
        const saved = document.createElement("a");
        saved.href = URL.createObjectURL(data);
        saved.download = link.dataset.picture;
        saved.click();
        setTimeout(() => URL.revokeObjectURL(saved.href), 10000);
      }, "image/png");
    };
    image.src = link.href;
  });

  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-go]")) { location.assign(event.target.value); }
  });

  document.addEventListener("htmx:afterSwap", () => {
    const done = document.querySelector("#job [data-follow]");
    if (done) { location.assign(done.getAttribute("href")); }
    const told = document.getElementById("figure");
    if (told && told.firstElementChild) { told.scrollIntoView({ block: "nearest" }); }
  });

  /* A paper drawn in a frame of its own: it is handed the bytes, and tells which figure was clicked. */
  const frame = document.querySelector("iframe[data-paper]");
  if (frame) {
    const told = document.getElementById("drawing");
    window.addEventListener("message", async (event) => {
      if (event.source !== frame.contentWindow || typeof event.data !== "string") { return; }
      if (event.data === "ready") {
        const answer = await fetch(frame.dataset.paper).catch(() => null);
        if (!answer || !answer.ok) { told.textContent = "读不到这份文稿，请重新载入。"; return; }
        const bytes = await answer.arrayBuffer();
        frame.contentWindow.postMessage(bytes, "*", [bytes]);
      } else if (event.data === "drawn") {
        told.textContent = "";
      } else if (event.data === "failed") {
        told.textContent = "这份文稿画不出来，请下载后用 Word 或 WPS 打开。文字和来源照样能看。";
      } else {
        const own = Array.from(document.querySelectorAll("[data-figure]")).find((one) => one.dataset.figure === event.data);
        if (own) { own.click(); }
      }
    });
    frame.src = frame.dataset.src;
  }

  document.addEventListener("htmx:sendError", (event) => {
    const place = event.target.querySelector && event.target.querySelector(".answer");
    if (place) { place.textContent = "工作台没有应答，也许已经结束。填的内容还在。"; }
  });
})();
