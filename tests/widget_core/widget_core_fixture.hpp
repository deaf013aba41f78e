#pragma once

#include <gtest/gtest.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "http_client.hpp"
#include "orbbench/launcher/stack.hpp"
#include "orbbench/orb_client/connection_pool.hpp"
#include "orbbench/orb_client/orb_runtime.hpp"
#include "ready_process.hpp"
#include "store_verifiers.hpp"
#include "x_display.hpp"

namespace orbbench::tests {

/// A database, a cache and a core of the test's own, and the widget core in front of them as a
/// process that looks for leftovers often.
class WidgetCoreFixture : public ::testing::Test {
 protected:
  WidgetCoreFixture();

  void start_service();
  void kill_service() { service_->kill(); }
  void stop_service() { service_->stop(); }
  std::string service_log() const { return service_->error_output(); }

  /// A client of the running service.
  HttpClient client() const;
  std::int64_t create(HttpClient& client, const nlohmann::json& more = {});

  launcher::Stack& stack() { return stack_; }
  DatabaseVerifier& database() { return *database_; }
  CacheVerifier& cache() { return *cache_; }

  /// Changes what the service would have left behind.
  void change_database(const std::string& sql);
  orb_client::Lease core_lane();
  std::vector<std::int64_t> core_objects();

 private:
  launcher::Stack stack_;
  XDisplay display_;
  orb_client::OrbRuntime runtime_;
  std::unique_ptr<orb_client::ConnectionPool> core_;
  std::unique_ptr<DatabaseVerifier> database_;
  std::unique_ptr<CacheVerifier> cache_;
  std::unique_ptr<ReadyProcess> service_;
};

}  // namespace orbbench::tests
