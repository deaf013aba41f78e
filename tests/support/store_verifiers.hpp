#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <pqxx/pqxx>
#include <string>
#include <vector>

namespace orbbench::tests {

/// Looks into the stack's database: read-only and each statement for itself, so that it sees what
/// is committed and disturbs nothing. One thread.
class DatabaseVerifier {
 public:
  /// Throws pqxx::failure when it cannot be reached.
  explicit DatabaseVerifier(const std::string& connection_string);

  /// Rows of a query with parameters as texts.
  pqxx::result query(const std::string& sql, const std::vector<std::string>& parameters = {});

  bool has_widget(std::int64_t id);
  /// The row as JSON; nothing without one.
  std::optional<nlohmann::json> widget(std::int64_t id);
  std::int64_t count(const std::string& sql, const std::vector<std::string>& parameters = {});

 private:
  pqxx::connection connection_;
};

/// Looks into the stack's Redis; can plant and remove keys. One thread.
class CacheVerifier {
 public:
  CacheVerifier(const std::string& host, int port);
  ~CacheVerifier();
  CacheVerifier(const CacheVerifier&) = delete;
  CacheVerifier& operator=(const CacheVerifier&) = delete;

  static std::string key_of(std::int64_t widget_id) {
    return "widget:" + std::to_string(widget_id);
  }
  /// Nothing without the key.
  std::optional<std::string> value(const std::string& key);
  /// Seconds; -2 without the key, -1 for one that never ends.
  std::int64_t time_to_live(const std::string& key);
  void plant(const std::string& key, const std::string& value, std::chrono::seconds life);
  void remove(const std::string& key);
  std::vector<std::string> keys(const std::string& pattern);

 private:
  struct Implementation;
  std::unique_ptr<Implementation> implementation_;
};

/// Waits until it holds; false when it did not within the time.
bool eventually(const std::function<bool()>& holds,
                std::chrono::milliseconds within = std::chrono::seconds(10));

}  // namespace orbbench::tests
