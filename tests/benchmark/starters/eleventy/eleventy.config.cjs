// Texts are no templates here either, so Markdown goes through no template language first.
const yaml = require("js-yaml");

module.exports = (settings) => {
  settings.addDataExtension("yaml", (text) => yaml.load(text));
  settings.addPassthroughCopy({ css: "css" });
  settings.setQuietMode(true);
  return {
    dir: { input: "content", includes: "../_includes", data: "../_data", output: "_site" },
    markdownTemplateEngine: false,
  };
};
