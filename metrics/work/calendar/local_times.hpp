#pragma once

#include <chrono>
#include <optional>

namespace orbbench::work {

/// Times that clocks show, in order, whatever their zone. May be used by any number of threads.
class LocalTimes {
 public:
  virtual ~LocalTimes() = default;
  LocalTimes(const LocalTimes&) = delete;
  LocalTimes& operator=(const LocalTimes&) = delete;

  /// Nothing when there is none any more.
  virtual std::optional<std::chrono::local_seconds> at_or_after(
      std::chrono::local_seconds time) const = 0;

  /// Whether an hour that comes twice counts twice.
  virtual bool has_open_hours() const = 0;

 protected:
  LocalTimes() = default;
};

}  // namespace orbbench::work
