#include "checks/workflow/guest.hpp"

#include "checks/scenario.hpp"

namespace orbbench::bench {

using nlohmann::json;

std::string widget_path(std::int64_t widget_id) {
  return "/api/v1/widgets/" + std::to_string(widget_id);
}

Guest::Guest(const std::string& gateway) : client_(gateway) {
  const std::string name = "orbbench-check-" + fresh_tag();
  const std::string password = fresh_tag() + fresh_tag();
  sign_up(name, password);
  log_in(name, password);
}

Guest::~Guest() {
  try {
    clean_up();
  } catch (const WrongAnswer&) {
    // A stack that has ceased to answer cannot be tidied either; the check has said so, or will.
  }
}

void Guest::sign_up(const std::string& name, const std::string& password) {
  const json user{{"username", name}, {"email", name + "@example.org"}, {"password", password}};
  const auto answer = client_.send(
      {.step = "register", .method = "POST", .path = "/api/v1/auth/register", .body = user.dump()});
  const json made = require_object(answer, 201);
  require(made.contains("user_id") && made["user_id"].is_number_integer(), answer,
          "an integer user_id");
  user_id_ = made["user_id"];
}

void Guest::log_in(const std::string& name, const std::string& password) {
  const json credentials{{"username", name}, {"password", password}};
  const auto answer = client_.send({.step = "log in",
                                    .method = "POST",
                                    .path = "/api/v1/auth/login",
                                    .body = credentials.dump()});
  const json session = require_object(answer, 200);
  require(session.contains("token") && session["token"].is_string(), answer, "a token");
  token_ = session["token"];
  refresh_token_ = session.value("refresh_token", "");
  client_.use_token(token_);
}

Guest::Made Guest::create_widget(const json& fields) {
  Made made;
  made.answer = client_.send(
      {.step = "create", .method = "POST", .path = "/api/v1/widgets", .body = fields.dump()});
  const json widget = require_object(made.answer, 201);
  require(widget.contains("widget_id") && widget["widget_id"].is_number_integer(), made.answer,
          "an integer widget_id");
  made.widget_id = widget["widget_id"];
  made.path = widget_path(made.widget_id);
  widgets_.push_back(made.widget_id);
  return made;
}

GatewayAnswer Guest::delete_widget(std::int64_t widget_id) {
  auto answer =
      client_.send({.step = "delete", .method = "DELETE", .path = widget_path(widget_id)});
  require_status(answer, 204);
  std::erase(widgets_, widget_id);
  return answer;
}

GatewayAnswer Guest::end_session(const std::string& step) {
  const json tokens{{"refresh_token", refresh_token_}};
  return client_.send(
      {.step = step, .method = "POST", .path = "/api/v1/auth/logout", .body = tokens.dump()});
}

void Guest::log_out() {
  require_status(end_session("log out"), 204);
  token_.clear();
}

// One refusal does not keep the others; one silence does, each would cost the whole patience.
void Guest::clean_up() {
  for (const std::int64_t widget : widgets_) {
    client_.send({.step = "clean up", .method = "DELETE", .path = widget_path(widget)});
  }
  if (!token_.empty()) {
    end_session("clean up");
  }
}

}  // namespace orbbench::bench
