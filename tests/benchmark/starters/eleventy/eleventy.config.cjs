// Records come by a filter: as global data each page would get a copy of all of them, which takes longer.
const fs = require("node:fs");
const path = require("node:path");
const yaml = require("js-yaml");

const FOLDER = "records";

module.exports = (settings) => {
  let records = new Map();
  settings.on("eleventy.before", () => {
    const read = (name) => yaml.load(fs.readFileSync(path.join(FOLDER, name), "utf8"));
    records = new Map(fs.readdirSync(FOLDER).map((name) => [path.parse(name).name, read(name)]));
  });
  settings.addFilter("read_record", (id) => records.get(id));
  settings.addWatchTarget(FOLDER);
  settings.addPassthroughCopy({ css: "css" });
  settings.setQuietMode(true);
  return {
    dir: { input: "content", includes: "../_includes", data: "../_data", output: "_site" },
    // Texts are no templates here either, so Markdown goes through no template language first.
    markdownTemplateEngine: false,
  };
};
