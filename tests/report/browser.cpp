#include "browser.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <memory>

namespace orbbench::tests {
namespace {

namespace fs = std::filesystem;

std::string read(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::string output_of(const std::string& command) {
  const std::unique_ptr<FILE, int (*)(FILE*)> pipe(popen(command.c_str(), "r"), pclose);
  std::string output;
  std::array<char, 65536> buffer;
  while (const std::size_t taken = fread(buffer.data(), 1, buffer.size(), pipe.get())) {
    output.append(buffer.data(), taken);
  }
  return output;
}

/// Of what the browser says, the lines that come from the page.
std::vector<std::string> console_lines(const std::string& log) {
  std::vector<std::string> lines;
  std::istringstream stream(log);
  for (std::string line; std::getline(stream, line);) {
    if (line.find("CONSOLE") != std::string::npos) {
      lines.push_back(line);
    }
  }
  return lines;
}

/// The text of <pre id="findings">, which stands in the page escaped.
nlohmann::json findings_in(const std::string& page) {
  const std::string mark = "<pre id=\"findings\">";
  const std::size_t start = page.rfind(mark);
  if (start == std::string::npos) {
    return nullptr;
  }
  std::string text = page.substr(start + mark.size());
  text.resize(text.find("</pre>"));
  const std::pair<const char*, const char*> entities[] = {
      {"&lt;", "<"}, {"&gt;", ">"}, {"&nbsp;", " "}, {"&amp;", "&"}};
  for (const auto& [entity, letter] : entities) {
    for (std::size_t at = text.find(entity); at != std::string::npos; at = text.find(entity, at)) {
      text.replace(at++, std::string_view(entity).size(), letter);
    }
  }
  return nlohmann::json::parse(text);
}

}  // namespace

Browser::Browser() {
  std::string path = fs::temp_directory_path() / "orbbench-browser.XXXXXX";
  folder_ = mkdtemp(path.data());
}

Browser::~Browser() {
  std::error_code ignored;
  fs::remove_all(folder_, ignored);
}

bool Browser::is_installed() {
  return fs::exists(ORBBENCH_CHROMIUM);
}

Browser::Finished Browser::run(const std::string& html, const std::string& options) const {
  std::ofstream(folder_ / "page.html", std::ios::binary) << html;
  const std::string page = folder_ / "page.html";
  const std::string log = folder_ / "log";
  // Its own sandbox needs what a container does not give it; the page is ours.
  const std::string command = "timeout 60 " ORBBENCH_CHROMIUM
                              " --headless --no-sandbox --disable-gpu --disable-dev-shm-usage"
                              " --enable-logging=stderr --user-data-dir=" +
                              (folder_ / "profile").string() + " " + options + " file://" + page +
                              " 2>" + log;
  Finished finished{output_of(command), {}};
  finished.console = console_lines(read(log));
  return finished;
}

Browser::Look Browser::look_at(const std::string& html, const Viewport& viewport) const {
  std::string page = html;
  const std::size_t end = page.rfind("</body>");
  page.insert(end, "<script>" + read(ORBBENCH_PAGE_CHECKS) + "</script>");
  const std::string options = "--dump-dom --window-size=" + std::to_string(viewport.width) + "," +
                              std::to_string(viewport.height) +
                              (viewport.dark ? " --blink-settings=preferredColorScheme=0" : "");
  const Finished finished = run(page, options);
  return {findings_in(finished.output), finished.console};
}

std::string Browser::print(const std::string& html, std::vector<std::string>& console) const {
  const fs::path pdf = folder_ / "page.pdf";
  console = run(html, "--no-pdf-header-footer --print-to-pdf=" + pdf.string()).console;
  return read(pdf);
}

}  // namespace orbbench::tests
