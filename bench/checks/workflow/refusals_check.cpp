#include <algorithm>
#include <string>
#include <vector>

#include "checks/workflow/gateway_check.hpp"
#include "checks/workflow/guest.hpp"

namespace orbbench::bench {
namespace {

using nlohmann::json;

enum class Sender { Nobody, Owner, Stranger };

/// What an error must name: a member that is a list, with an entry that begins so.
struct Named {
  std::string list = {};
  std::string entry = {};
};

struct Refusal {
  Sender sender;
  GatewayRequest request;
  int status;
  Named named = {};
};

GatewayRequest post(const std::string& step, const std::string& path, const json& body,
                    const HeaderFields& headers = {}) {
  return {.step = step, .method = "POST", .path = path, .body = body.dump(), .headers = headers};
}

std::vector<Refusal> unauthenticated(const std::string& widget) {
  const json body{{"type", "button"}, {"label", "nobody's"}};
  return {
      {Sender::Nobody, post("create without a token", "/api/v1/widgets", body), 401},
      {Sender::Nobody, {.step = "read without a token", .path = widget}, 401},
      {Sender::Nobody, {.step = "delete without a token", .method = "DELETE", .path = widget}, 401},
      {Sender::Nobody,
       post("create with a token that is none", "/api/v1/widgets", body,
            {{"Authorization", "Bearer x.y.z"}}),
       401},
  };
}

std::vector<Refusal> of_another_user(const std::string& widget, std::int64_t owner) {
  const json operation{{"operation", "simple_operation"}, {"params", json::array()}};
  return {
      {Sender::Stranger, {.step = "read another's widget", .path = widget}, 404},
      {Sender::Stranger,
       {.step = "read another's widget under a forged X-User-Id",
        .path = widget,
        .headers = {{"X-User-Id", std::to_string(owner)}}},
       404},
      {Sender::Stranger,
       {.step = "update another's widget",
        .method = "PATCH",
        .path = widget,
        .body = R"({"label":"stolen"})"},
       404},
      {Sender::Stranger,
       {.step = "delete another's widget", .method = "DELETE", .path = widget},
       404},
      {Sender::Stranger, post("render another's widget", widget + "/render", json::object()), 404},
      {Sender::Stranger, post("invoke another's widget", widget + "/orb/invoke", operation), 404},
      {Sender::Stranger, {.step = "events of another's widget", .path = widget + "/events"}, 404},
      {Sender::Stranger, {.step = "users without being admin", .path = "/api/v1/admin/users"}, 403},
  };
}

std::vector<Refusal> malformed() {
  const std::string path = "/api/v1/widgets";
  const json zero_size{{"width", 0}, {"height", 10}};
  return {
      {Sender::Owner,
       {.step = "create from no JSON", .method = "POST", .path = path, .body = "{"},
       400},
      {Sender::Owner,
       post("create without a label", path, {{"type", "button"}}),
       400,
       {"missingFields", "label"}},
      {Sender::Owner,
       post("create with an empty label", path, {{"type", "button"}, {"label", ""}}),
       400,
       {"invalidFields", "label"}},
      {Sender::Owner,
       post("create of size 0", path, {{"type", "button"}, {"label", "l"}, {"size", zero_size}}),
       400,
       {"invalidFields", "size"}},
      {Sender::Owner,
       post("create of an unknown type", path, {{"type", "gadget"}, {"label", "l"}}),
       400,
       {"supportedTypes", "button"}},
      {Sender::Owner, {.step = "list in an unknown version", .path = "/api/v99/widgets"}, 404},
  };
}

bool names(const json& error, const Named& named) {
  const auto list = error.find(named.list);
  return list != error.end() && list->is_array() &&
         std::any_of(list->begin(), list->end(), [&](const json& entry) {
           return entry.is_string() && entry.get<std::string>().starts_with(named.entry);
         });
}

// The one form that every error has.
void require_error_form(const GatewayAnswer& answer, const json& error) {
  for (const char* member : {"error", "code", "message", "correlation_id"}) {
    require(error.contains(member) && error[member].is_string(), answer,
            std::string("the member ") + member);
  }
  require(error["correlation_id"] == answer.header("x-correlation-id"), answer,
          "the correlation_id of its header");
}

void require_refusal(const GatewayAnswer& answer, const Refusal& refusal) {
  const json error = require_object(answer, refusal.status);
  require_error_form(answer, error);
  require(refusal.named.list.empty() || names(error, refusal.named), answer,
          refusal.named.list + " to name " + refusal.named.entry);
}

void require_total(Guest& guest, const std::string& step, int expected) {
  const auto answer = guest.send({.step = step, .path = "/api/v1/widgets"});
  const json page = require_object(answer, 200);
  require(page.value("total", json()) == expected, answer,
          "a total of " + std::to_string(expected));
}

/// The owner of a widget, another user, and one who is not logged in.
class Senders {
 public:
  explicit Senders(const std::string& gateway)
      : owner_(gateway),
        stranger_(gateway),
        nobody_(gateway),
        widget_(owner_.create_widget({{"type", "button"}, {"label", "owned"}})) {}

  std::vector<Refusal> refusals() const {
    std::vector<Refusal> all = unauthenticated(widget_.path);
    for (const auto& some : {of_another_user(widget_.path, owner_.user_id()), malformed()}) {
      all.insert(all.end(), some.begin(), some.end());
    }
    return all;
  }

  void require(const Refusal& refusal) {
    require_refusal(refusal.sender == Sender::Owner      ? owner_.send(refusal.request)
                    : refusal.sender == Sender::Stranger ? stranger_.send(refusal.request)
                                                         : nobody_.send(refusal.request),
                    refusal);
  }

  void require_nothing_changed() {
    require_total(owner_, "list after all refusals", 1);
    require_total(stranger_, "list of the other user", 0);
    const auto answer = owner_.send({.step = "read after all refusals", .path = widget_.path});
    bench::require(answer.status == 200 && answer.json() == widget_.answer.json(), answer,
                   "the widget as it was created");
    owner_.delete_widget(widget_.widget_id);
  }

 private:
  Guest owner_;
  Guest stranger_;
  GatewayClient nobody_;
  Guest::Made widget_;
};

void be_refused(CheckContext& context, CheckResult& result) {
  Senders senders(context.gateway);
  const auto refusals = senders.refusals();
  for (const Refusal& refusal : refusals) {
    throw_if_stopped(context);
    attempt(result, [&] { senders.require(refusal); });
  }
  attempt(result, [&] { senders.require_nothing_changed(); });
  result.figures = {{"refusals", static_cast<double>(refusals.size())}};
}

}  // namespace

CheckResult check_workflow_refusals(CheckContext& context) {
  return judge_through_gateway(context, be_refused,
                               "what must be refused is, by its status and its names");
}

}  // namespace orbbench::bench
