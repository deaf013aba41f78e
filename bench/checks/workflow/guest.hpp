#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "checks/workflow/gateway_client.hpp"

namespace orbbench::bench {

/// A user of a check's own, registered and logged in over the gateway, and the widgets that it
/// makes. When it is destroyed its widgets are deleted and its session is ended; the user, who can
/// do nothing without the random password, stays: there is no way to remove one.
class Guest {
 public:
  /// Throws WrongAnswer naming the step, "register" or "log in".
  explicit Guest(const std::string& gateway);
  ~Guest();
  Guest(const Guest&) = delete;
  Guest& operator=(const Guest&) = delete;

  std::int64_t user_id() const { return user_id_; }
  const std::string& token() const { return token_; }

  /// With the guest's token.
  GatewayAnswer send(const GatewayRequest& request) { return client_.send(request); }

  struct Made {
    std::int64_t widget_id = 0;
    std::string path;  ///< "/api/v1/widgets/7"
    GatewayAnswer answer;
  };
  /// Throws WrongAnswer unless the answer is 201 with an id.
  Made create_widget(const nlohmann::json& fields);
  /// Throws WrongAnswer unless the answer is 204.
  GatewayAnswer delete_widget(std::int64_t widget_id);
  /// Ends the session. Throws WrongAnswer unless the answer is 204.
  void log_out();

 private:
  void sign_up(const std::string& name, const std::string& password);
  void log_in(const std::string& name, const std::string& password);
  void clean_up();
  GatewayAnswer end_session(const std::string& step);

  GatewayClient client_;
  std::int64_t user_id_ = 0;
  std::string token_;
  std::string refresh_token_;
  std::vector<std::int64_t> widgets_;
};

std::string widget_path(std::int64_t widget_id);

}  // namespace orbbench::bench
