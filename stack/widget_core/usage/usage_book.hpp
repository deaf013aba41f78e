#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

#include "orbbench/service/database_pool.hpp"
#include "orbbench/service/http_server.hpp"
#include "orbbench/service/service_metrics.hpp"

namespace orbbench::widget_core {

/// Who used what: noted with each reply, and written to the database in batches, about once a
/// second, on a thread of its own. While the database is away what was noted waits, up to a bound;
/// what is beyond it is lost, and counted (usage_records_lost_total). What a crash loses is the
/// last second's. Thread-safe.
class UsageBook {
 public:
  /// Both must outlive this.
  UsageBook(service::DatabasePool& database, service::ServiceMetrics& metrics);

  void note(const service::ServedRequest& request);

  /// Writes what was noted, and returns. The destructor does the same.
  void stop();

  /// One reply; as small as it can be, for there are many.
  struct Note {
    std::int64_t tenant_id = 0;
    std::chrono::sys_days day;
    const char* operation = nullptr;  ///< of operation_class()
    bool is_error = false;
    std::uint64_t octets_in = 0;
    std::uint64_t octets_out = 0;
    std::chrono::nanoseconds elapsed{};
  };

 private:
  void run(const std::stop_token& stop);
  void write();
  void take_batch();

  service::DatabasePool& database_;
  service::ServiceMetrics& metrics_;
  const std::string writer_;
  std::int64_t batch_number_ = 0;
  std::vector<Note> batch_;  ///< until it is known to be written
  std::string last_problem_;
  std::mutex mutex_;
  std::vector<Note> waiting_;
  std::condition_variable_any stopping_;
  std::jthread thread_;
};

}  // namespace orbbench::widget_core
