#include <algorithm>
#include <array>
#include <cstdint>
#include <string>

#include "checks/scenario.hpp"
#include "checks/workflow/gateway_check.hpp"
#include "checks/workflow/guest.hpp"
#include "orbbench/metrics/ledger.hpp"
#include "orbbench/orb_client/errors.hpp"

namespace orbbench::bench {
namespace {

using nlohmann::json;
using orb_client::Deadline;

constexpr std::chrono::seconds kCallBudget{5};
constexpr int kWidth = 120;
constexpr int kHeight = 40;

/// The objects of the core under test, asked over IIOP: not what the services say of them.
class CoreObjects {
 public:
  explicit CoreObjects(CheckContext& context)
      : pool_(context.runtime, context.core, {.lanes = 1, .waiters = 0}) {}

  bool has(std::int64_t widget_id) {
    const Deadline deadline = Deadline::after(kCallBudget);
    try {
      pool_.lease(deadline)->find_widget(widget_id, deadline);
      return true;
    } catch (const orb_client::RemoteError& error) {
      if (error.facts().exception != "OrbCore::WidgetNotFound") {
        throw;
      }
      return false;
    }
  }

 private:
  orb_client::ConnectionPool pool_;
};

std::uint32_t big_endian(const std::string& octets, std::size_t at) {
  std::uint32_t value = 0;
  for (std::size_t i = at; i < at + 4; ++i) {
    value = (value << 8) | static_cast<std::uint8_t>(octets[i]);
  }
  return value;
}

// PNG (ISO/IEC 15948): the signature, then the chunk IHDR with width and height.
bool is_png_of(const std::string& octets, std::uint32_t width, std::uint32_t height) {
  return octets.size() > 24 && octets.starts_with("\x89PNG\r\n\x1a\n") &&
         octets.compare(12, 4, "IHDR") == 0 && big_endian(octets, 16) == width &&
         big_endian(octets, 20) == height;
}

/// One widget from its creation to its end, through the gateway.
class WidgetLife {
 public:
  explicit WidgetLife(CheckContext& context)
      : context_(context), objects_(context), guest_(context.gateway) {}

  void run(CheckResult& result) {
    create();
    using Step = void (WidgetLife::*)();
    constexpr std::array<Step, 6> kSteps{&WidgetLife::read,   &WidgetLife::update,
                                         &WidgetLife::invoke, &WidgetLife::render,
                                         &WidgetLife::event,  &WidgetLife::list};
    for (const Step step : kSteps) {
      throw_if_stopped(context_);
      attempt(result, [&] { (this->*step)(); });
    }
    destroy();
    log_out();
  }

 private:
  GatewayAnswer send(const std::string& step, const std::string& method, const std::string& below,
                     const json& body = nullptr) {
    return guest_.send({.step = step,
                        .method = method,
                        .path = made_.path + below,
                        .body = body.is_null() ? "" : body.dump()});
  }

  void create() {
    made_ = guest_.create_widget(
        {{"type", "secure_widget"}, {"label", label_}, {"sensitive_data", secret_}});
    const json widget = made_.answer.json();
    require(widget.value("label", json()) == label_ &&
                widget.value("type", json()) == "secure_widget" &&
                widget.value("version", json()) == 1,
            made_.answer, "the type, the label and version 1");
    require(made_.answer.body.find(secret_) == std::string::npos, made_.answer,
            "no sensitive data");
    require(objects_.has(made_.widget_id), made_.answer, "an object in the core by now");
  }

  void read() {
    const auto answer = send("read", "GET", "");
    const json widget = require_object(answer, 200);
    require(widget == made_.answer.json(), answer, "what create answered");
    const std::string cache = answer.header("x-cache");
    require(cache == "HIT" || cache == "MISS", answer, "X-Cache to be HIT or MISS");
  }

  void update() {
    const auto answer =
        send("update", "PATCH", "", {{"label", "renamed"}, {"enabled", false}, {"version", 1}});
    const json widget = require_object(answer, 200);
    require(widget.value("label", json()) == "renamed" &&
                widget.value("enabled", json()) == false && widget.value("version", json()) == 2,
            answer, "the new label, enabled false and version 2");
    require(send("read after update", "GET", "").json() == widget, answer,
            "the next read to be the same");
  }

  void invoke() {
    const auto answer =
        send("invoke", "POST", "/orb/invoke", {{"operation", "uppercase"}, {"params", {"orb"}}});
    const json reply = require_object(answer, 200);
    require(reply.value("result", json()) == "ORB", answer, "the result \"ORB\"");
  }

  void render() {
    const auto answer = send("render", "POST", "/render", {{"width", kWidth}, {"height", kHeight}});
    require_status(answer, 200);
    require(is_png_of(answer.body, kWidth, kHeight),
            {"render", answer.status, {}, answer.header("content-type"), {}},
            "a PNG of " + std::to_string(kWidth) + " by " + std::to_string(kHeight));
  }

  void event() {
    const auto posted = send("event", "POST", "/events", {{"kind", "click"}});
    const json made = require_object(posted, 201);
    const auto answer = send("events", "GET", "/events?limit=100");
    const json history = require_object(answer, 200);
    require(
        history.contains("events") && history["events"].is_array() && !history["events"].empty(),
        answer, "the events");
    std::int64_t expected = 0;
    for (const json& one : history["events"]) {
      require(one.value("sequence", json()) == ++expected, answer, "a sequence without gaps");
    }
    require(history["events"].back() == made, answer, "the click to be the last event");
  }

  void list() {
    const auto answer = guest_.send({.step = "list", .path = "/api/v1/widgets?limit=10&offset=0"});
    const json page = require_object(answer, 200);
    require(page.value("total", json()) == 1 && page.contains("widgets") &&
                page["widgets"].is_array() && page["widgets"].size() == 1 &&
                page["widgets"][0].value("widget_id", json()) == made_.widget_id,
            answer, "this one widget");
  }

  metrics::Ledger ledger() const { return metrics::read_ledger(context_.metrics.scrape()); }

  // At least, not exactly: others may be calling the core. ledger.coverage is exact.
  void destroy() {
    const metrics::Ledger before = ledger();
    const auto answer = guest_.delete_widget(made_.widget_id);
    const metrics::Ledger after = ledger();
    require(!objects_.has(made_.widget_id), answer, "no object in the core any more");
    for (const auto& [site, expectation] : context_.expectations.sites()) {
      const std::uint64_t expected = context_.expectations.expected(site, {{"create", 1}});
      if (expectation.priority == metrics::Priority::Critical && expected > 0) {
        require_moved(answer, site, before, after, expected);
      }
    }
    require_status(send("read after delete", "GET", ""), 404);
  }

  static void require_moved(const GatewayAnswer& answer, const std::string& site,
                            const metrics::Ledger& before, const metrics::Ledger& after,
                            std::uint64_t expected) {
    const auto from = before.sites.find(site);
    const auto to = after.sites.find(site);
    require(from != before.sites.end() && to != after.sites.end(), answer,
            "site " + site + " in the core's ledger");
    const bool moved = to->second.deallocations >= from->second.deallocations + expected &&
                       to->second.zeroizations >= from->second.zeroizations + expected;
    require(moved, answer,
            "site " + site + " to have freed and wiped " + std::to_string(expected) + " by now");
  }

  void log_out() {
    const std::string token = guest_.token();
    guest_.log_out();
    require_status(guest_.send({.step = "list after log out", .path = "/api/v1/widgets"}), 401);
  }

  CheckContext& context_;
  CoreObjects objects_;
  Guest guest_;
  Guest::Made made_;
  const std::string label_ = "check " + fresh_tag();
  const std::string secret_ = "canary" + fresh_tag();
};

void live_through(CheckContext& context, CheckResult& result) {
  const auto start = std::chrono::steady_clock::now();
  WidgetLife(context).run(result);
  result.figures = {{"life_ms", in_milliseconds(std::chrono::steady_clock::now() - start)}};
}

}  // namespace

CheckResult check_workflow_life(CheckContext& context) {
  return judge_through_gateway(context, live_through,
                               "a widget lived from register to log out as the contract says");
}

}  // namespace orbbench::bench
