#include "widget_core_fixture.hpp"

namespace orbbench::tests {
namespace {

using orb_client::Deadline;

constexpr std::chrono::seconds kPatience{5};

launcher::StackOptions stack_options() {
  launcher::StackOptions options;
  options.parts = {"postgres", "redis", "core"};
  options.keeper_binary = ORBBENCH_BINARY;
  return options;
}

std::string number(std::uint16_t port) {
  return std::to_string(port);
}

}  // namespace

WidgetCoreFixture::WidgetCoreFixture() : stack_(launcher::Stack::start(stack_options())) {
  const launcher::Endpoints& endpoints = stack_.endpoints();
  core_ = std::make_unique<orb_client::ConnectionPool>(
      runtime_, orb_client::Endpoint::parse(endpoints.core->corbaloc), orb_client::PoolLimits{});
  database_ = std::make_unique<DatabaseVerifier>(endpoints.postgres->connection_string());
  cache_ = std::make_unique<CacheVerifier>(endpoints.redis->host, endpoints.redis->port);
}

void WidgetCoreFixture::start_service() {
  const launcher::Endpoints& endpoints = stack_.endpoints();
  const auto& postgres = *endpoints.postgres;
  service_ = std::make_unique<ReadyProcess>(ReadyProcess::Settings{
      .program = ORBBENCH_WIDGET_CORE_BINARY,
      .arguments = {"--port",
                    "0",
                    "--metrics-port",
                    "0",
                    "--instance",
                    "tested",
                    "--orb-endpoints",
                    endpoints.core->corbaloc,
                    "--db-host",
                    postgres.host,
                    "--db-port",
                    number(postgres.port),
                    "--db-name",
                    postgres.database,
                    "--db-user",
                    postgres.user,
                    "--redis-host",
                    endpoints.redis->host,
                    "--redis-port",
                    number(endpoints.redis->port),
                    "--recovery-interval-ms",
                    "100",
                    "--intent-age-ms",
                    "1000",
                    "--reconcile-interval-ms",
                    "500"},
      .environment = {{"DISPLAY", display_.name()}, {"POSTGRES_PASSWORD", postgres.password}}});
}

HttpClient WidgetCoreFixture::client() const {
  return HttpClient("http://127.0.0.1:" + std::to_string(service_->facts().at("port").get<int>()));
}

std::int64_t WidgetCoreFixture::create(HttpClient& client, const nlohmann::json& more) {
  nlohmann::json body{{"type", "button"}, {"label", "made"}};
  if (more.is_object()) {
    body.update(more);
  }
  const Answer answer = client.post("/widgets", body);
  EXPECT_EQ(answer.status, 201) << answer;
  return answer.json().value("widget_id", std::int64_t{0});
}

void WidgetCoreFixture::change_database(const std::string& sql) {
  pqxx::connection connection(stack_.endpoints().postgres->connection_string());
  pqxx::work work(connection);
  work.exec(sql);
  work.commit();
}

orb_client::Lease WidgetCoreFixture::core_lane() {
  return core_->lease(Deadline::after(kPatience));
}

std::vector<std::int64_t> WidgetCoreFixture::core_objects() {
  std::vector<std::int64_t> ids;
  for (const auto& widget : core_lane()->list_widgets(0, 100, Deadline::after(kPatience))) {
    ids.push_back(widget.widget_id);
  }
  return ids;
}

}  // namespace orbbench::tests
