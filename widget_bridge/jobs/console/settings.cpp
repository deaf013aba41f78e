#include "console/settings.hpp"

#include <cstdlib>
#include <fstream>
#include <stdexcept>
#include <utility>

namespace orbbench::console {
namespace {

namespace fs = std::filesystem;

std::string variable(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

}  // namespace

fs::path Settings::default_file() {
  const std::string folder = variable("XDG_CONFIG_HOME");
  const fs::path base = folder.empty() ? fs::path(variable("HOME")) / ".config" : fs::path(folder);
  return base / "orbbench" / "console.json";
}

Settings::Settings(fs::path file) : file_(std::move(file)) {
  std::ifstream input(file_);
  if (!input) {
    return;
  }
  auto values = nlohmann::json::parse(input, nullptr, false);
  if (!values.is_object()) {
    trouble_ = file_.string() + " is no JSON object; the settings are the defaults";
    return;
  }
  values_ = std::move(values);
}

void Settings::set(const std::string& key, nlohmann::json value) {
  values_[key] = std::move(value);
}

void Settings::save() {
  std::error_code error;
  fs::create_directories(file_.parent_path(), error);
  if (!trouble_.empty()) {
    fs::rename(file_, file_.string() + ".unreadable", error);
    trouble_.clear();
  }
  const fs::path fresh = file_.string() + ".new";
  {
    std::ofstream output(fresh, std::ios::trunc);
    fs::permissions(fresh, fs::perms::owner_read | fs::perms::owner_write, error);
    output << values_.dump(2) << '\n';
    output.flush();
    if (!output) {
      throw std::runtime_error("the settings cannot be written to " + fresh.string());
    }
  }
  fs::rename(fresh, file_, error);
  if (error) {
    throw std::runtime_error("the settings cannot be written to " + file_.string() + ": " +
                             error.message());
  }
}

}  // namespace orbbench::console
