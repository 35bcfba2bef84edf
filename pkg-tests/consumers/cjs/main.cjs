// CommonJS: require() of an ES module needs that there is no top-level await anywhere.
const { check } = require("chat-preflight");

check('{"type":"user","data":{"name":"Ann"}}').then(({ ok, findings }) => console.log(ok, findings[0].code));
