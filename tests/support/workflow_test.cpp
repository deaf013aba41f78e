#include "workflow_test.hpp"

#include <sodium.h>

#include <array>
#include <thread>

#include "orbbench/metrics/scraper.hpp"
#include "orbbench/orb_client/connection_pool.hpp"

namespace orbbench::tests {
namespace {

constexpr const char* kPassword = "correct horse battery staple";
constexpr std::uint32_t kPage = 100;

}  // namespace

std::string WorkflowTest::unique(const std::string& prefix) {
  std::array<unsigned char, 8> octets{};
  randombytes_buf(octets.data(), octets.size());
  std::array<char, 2 * octets.size() + 1> text{};
  sodium_bin2hex(text.data(), text.size(), octets.data(), octets.size());
  return prefix + "-" + text.data();
}

void WorkflowTest::TearDown() {
  for (const TestUser& user : users_) {
    remove_widgets_of(user);
  }
}

// The core takes so many widgets and no more: what each test leaves would add up.
void WorkflowTest::remove_widgets_of(const TestUser& user) {
  HttpClient client = gateway(user);
  nlohmann::json page;
  do {
    const Answer listed = client.get("/api/v1/widgets?limit=100");
    if (listed.status != 200) {
      return;  // a test that ended the session, or broke the stack
    }
    page = listed.json().at("widgets");
    for (const nlohmann::json& widget : page) {
      if (client.remove(path_of(widget)).status != 204) {
        return;
      }
    }
  } while (!page.empty());
}

// Users -------------------------------------------------------------------------------------------

TestUser WorkflowTest::log_in(const std::string& username, const std::string& password) {
  const Answer answer =
      gateway().post("/api/v1/auth/login", {{"username", username}, {"password", password}});
  EXPECT_EQ(answer.status, 200) << answer;
  if (answer.status != 200) {
    return {};
  }
  const auto session = answer.json();
  const auto& user = session.at("user");
  return {.user_id = user.at("user_id"),
          .tenant_id = user.at("tenant_id"),
          .username = username,
          .password = password,
          .role = user.at("role"),
          .token = session.at("token"),
          .refresh_token = session.at("refresh_token")};
}

TestUser WorkflowTest::new_user() {
  const std::string name = unique("user");
  const Answer made = gateway().post(
      "/api/v1/auth/register",
      {{"username", name}, {"email", name + "@example.org"}, {"password", kPassword}});
  EXPECT_EQ(made.status, 201) << made;
  return remember(log_in(name, kPassword));
}

TestUser WorkflowTest::remember(TestUser user) {
  users_.push_back(user);
  return user;
}

bool WorkflowTest::has_admin() const {
  return !stack().variable("ORBBENCH_ADMIN_USER").empty() &&
         !stack().variable("ORBBENCH_ADMIN_PASSWORD").empty();
}

TestUser WorkflowTest::admin() {
  return log_in(stack().variable("ORBBENCH_ADMIN_USER"),
                stack().variable("ORBBENCH_ADMIN_PASSWORD"));
}

TestUser WorkflowTest::new_user(const std::string& role, std::int64_t tenant_id) {
  const std::string name = unique(role);
  const Answer made = security().post("/api/v1/users",
                                      {{"username", name},
                                       {"email", name + "@example.org"},
                                       {"password", kPassword},
                                       {"role", role},
                                       {"tenant_id", tenant_id}},
                                      admin().bearer());
  EXPECT_EQ(made.status, 201) << made;
  return remember(log_in(name, kPassword));
}

// Clients -----------------------------------------------------------------------------------------

HttpClient WorkflowTest::gateway(const TestUser& user) const {
  return HttpClient(stack().gateway_url(), user.bearer());
}

HttpClient WorkflowTest::gateway() const {
  return HttpClient(stack().gateway_url());
}

HttpClient WorkflowTest::widget_core() const {
  return HttpClient(stack().widget_core_url());
}

HttpClient WorkflowTest::security() const {
  return HttpClient(stack().security_url());
}

// Stores ------------------------------------------------------------------------------------------

bool WorkflowTest::has_database() const {
  return !stack().variable("POSTGRES_HOST").empty();
}

DatabaseVerifier& WorkflowTest::database() {
  if (!database_) {
    database_ = std::make_unique<DatabaseVerifier>(
        "host=" + stack().variable("POSTGRES_HOST") + " port=" + stack().variable("POSTGRES_PORT") +
        " dbname=" + stack().variable("POSTGRES_DB") + " user=" +
        stack().variable("POSTGRES_USER") + " password=" + stack().variable("POSTGRES_PASSWORD"));
  }
  return *database_;
}

bool WorkflowTest::has_cache() const {
  return !stack().variable("REDIS_HOST").empty();
}

CacheVerifier& WorkflowTest::cache() {
  if (!cache_) {
    cache_ = std::make_unique<CacheVerifier>(stack().variable("REDIS_HOST"),
                                             std::stoi(stack().variable("REDIS_PORT")));
  }
  return *cache_;
}

metrics::Ledger WorkflowTest::ledger() const {
  return metrics::read_ledger(metrics::Scraper(stack().core_metrics_url()).scrape());
}

double WorkflowTest::counter(const std::string& url, const std::string& name,
                             const std::map<std::string, std::string>& labels) {
  double sum = 0;
  const auto page = metrics::Scraper(url).scrape();
  for (const metrics::Sample* sample : page.named(name)) {
    const bool matches = std::ranges::all_of(labels, [&](const auto& label) {
      const auto found = sample->labels.find(label.first);
      return found != sample->labels.end() && found->second == label.second;
    });
    sum += matches ? sample->value : 0;
  }
  return sum;
}

std::vector<std::int64_t> WorkflowTest::core_objects() const {
  using namespace orb_client;
  OrbRuntime runtime;
  ConnectionPool pool(runtime, Endpoint::parse(stack().core_url()), {.lanes = 1});
  const Deadline deadline = Deadline::after(std::chrono::seconds(10));
  Lease lane = pool.lease(deadline);
  std::vector<std::int64_t> ids;
  std::vector<WidgetDescription> page;
  do {
    page = lane->list_widgets(static_cast<std::uint32_t>(ids.size()), kPage, deadline);
    std::ranges::transform(page, std::back_inserter(ids), &WidgetDescription::widget_id);
  } while (page.size() == kPage);
  return ids;
}

bool WorkflowTest::core_has(std::int64_t widget_id) const {
  using namespace orb_client;
  OrbRuntime runtime;
  ConnectionPool pool(runtime, Endpoint::parse(stack().core_url()), {.lanes = 1});
  const Deadline deadline = Deadline::after(std::chrono::seconds(10));
  Lease lane = pool.lease(deadline);
  try {
    lane->find_widget(widget_id, deadline);
    return true;
  } catch (const RemoteError& error) {
    EXPECT_EQ(error.facts().exception, "OrbCore::WidgetNotFound") << error.what();
    return false;
  }
}

// Widgets -----------------------------------------------------------------------------------------

nlohmann::json WorkflowTest::widget_body(nlohmann::json fields) {
  nlohmann::json body{{"type", "button"}, {"label", unique("label")}};
  if (fields.is_object()) {
    body.update(fields);
  }
  return body;
}

nlohmann::json WorkflowTest::create_widget(HttpClient& client, nlohmann::json fields) {
  const Answer answer = client.post("/api/v1/widgets", widget_body(std::move(fields)));
  EXPECT_EQ(answer.status, 201) << answer;
  if (answer.status != 201) {
    return {};
  }
  return answer.json();
}

std::string WorkflowTest::path_of(const nlohmann::json& widget, const std::string& below) {
  return "/api/v1/widgets/" + std::to_string(widget.at("widget_id").get<std::int64_t>()) + below;
}

void WorkflowTest::reconnect() {
  database_.reset();
  cache_.reset();
}

void WorkflowTest::at_once(std::size_t count, const std::function<void(std::size_t)>& call) {
  std::vector<std::jthread> threads;
  threads.reserve(count);
  for (std::size_t number = 0; number < count; ++number) {
    threads.emplace_back([&call, number] {
      try {
        call(number);
      } catch (const std::exception& error) {
        ADD_FAILURE() << "call " << number << ": " << error.what();
      }
    });
  }
}

}  // namespace orbbench::tests
