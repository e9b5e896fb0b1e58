// The slider beside the amount of tax credit: it moves the number and follows it. The number is what is sent.
"use strict";
(() => {
  const place = document.getElementById("credit-slider-place");
  const slider = document.getElementById("credit-slider");
  const number = document.getElementById("credit");
  if (!number) return;
  const most = Number(place.dataset.most);

  function follow() {
    const typed = number.value.replace(/[$,\s]/g, "");
    if (/^\d+(\.\d{1,2})?$/.test(typed)) slider.value = String(Math.min(Number(typed), most));
    slider.setAttribute("aria-valuetext", `$${number.value}`);
  }

  slider.addEventListener("input", () => {
    // The last step is the whole of it, cents and all.
    const whole = Number(slider.value) >= Math.floor(most);
    number.value = (whole ? most : Number(slider.value)).toFixed(2);
    slider.setAttribute("aria-valuetext", `$${number.value}`);
  });
  number.addEventListener("input", follow);
  follow();
  place.hidden = false;
})();
