#pragma once

#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>

namespace orbbench::console {

/// What the console remembers between two starts, by key ("frame.width", "table.sites.columns"): a
/// JSON file that only its user may read. Never a secret. On the UI thread only.
class Settings {
 public:
  /// $XDG_CONFIG_HOME/orbbench/console.json, else ~/.config/orbbench/console.json.
  static std::filesystem::path default_file();

  /// A file that is absent, or cannot be read as an object of JSON, counts as empty (trouble()
  /// says why); nothing is lost: it is kept as <file>.unreadable when the next one is written.
  explicit Settings(std::filesystem::path file);

  /// The value kept under the key where it has the fallback's type, else the fallback.
  template <class Value>
  Value get(const std::string& key, const Value& fallback) const;

  void set(const std::string& key, nlohmann::json value);

  /// Writes the file anew, all or nothing. Throws std::runtime_error naming it.
  void save();

  /// One line; empty where the file was read.
  const std::string& trouble() const { return trouble_; }

 private:
  std::filesystem::path file_;
  nlohmann::json values_ = nlohmann::json::object();
  std::string trouble_;
};

template <class Value>
Value Settings::get(const std::string& key, const Value& fallback) const {
  const auto found = values_.find(key);
  if (found == values_.end()) {
    return fallback;
  }
  try {
    return found->template get<Value>();
  } catch (const nlohmann::json::exception&) {
    return fallback;  // written by another version, or by hand
  }
}

}  // namespace orbbench::console
