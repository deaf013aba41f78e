#include "console/settings.hpp"

#include <cstdlib>
#include <fstream>
#include <stdexcept>
#include <utility>

namespace orbbench::console {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMostOctets = 1024 * 1024;

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
  std::string text(kMostOctets + 1, '\0');
  input.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(input.gcount()));
  auto values =
      text.size() > kMostOctets ? nlohmann::json() : nlohmann::json::parse(text, nullptr, false);
  if (!values.is_object()) {
    trouble_ =
        file_.string() + " is no JSON object of at most 1 MiB; the settings are the defaults";
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
    // A text that is no UTF-8 costs its own octets, not all that is kept.
    output << values_.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) << '\n';
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
