#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "checks/workflow/guest.hpp"
#include "load/http_connection.hpp"
#include "load/load_scenario.hpp"
#include "load/offered_load.hpp"

namespace orbbench::bench {

/// Where the HTTP side of a stack answers.
struct HttpTarget {
  std::string gateway;      ///< http://host:port
  std::string widget_core;  ///< where calls go straight to; empty: through the gateway
};

/// The calls of a scenario on the widget API, a kept-alive connection for each lane. They are those
/// of a user of their own, and of a widget of its.
class HttpLoad final : public OfferedLoad {
 public:
  /// Throws WrongAnswer when the stack does not do its part, ConfigError for what is no URL.
  HttpLoad(const HttpTarget& target, const LoadScenario& scenario);

  std::vector<TimedCall> lanes() override;
  void warm_up(const std::stop_token& stop) override;

 private:
  using Connection = std::shared_ptr<HttpConnection>;

  std::string written_out(const std::string& method, const std::string& path,
                          const std::string& body) const;
  TimedCall call_of(const WeightedOperation& operation, const Connection& connection) const;
  TimedCall request(const Connection& connection, const std::string& method,
                    const std::string& below, int expected_status,
                    const std::string& body = "") const;
  TimedCall creation_and_deletion(const Connection& connection, std::size_t octets) const;

  LoadScenario scenario_;
  Guest guest_;
  std::int64_t widget_id_;
  std::string widgets_;   ///< the path of all widgets
  std::string identity_;  ///< header fields, each with its line end
  std::vector<Connection> connections_;
};

}  // namespace orbbench::bench
