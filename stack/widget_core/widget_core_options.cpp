#include "widget_core_options.hpp"

#include <CLI/CLI.hpp>
#include <iostream>
#include <vector>

#include "orbbench/service/settings.hpp"

namespace orbbench::widget_core {
namespace {

using service::environment_or;
using service::SettingProblems;
using std::chrono::milliseconds;

constexpr int kUsageError = 64;  // EX_USAGE of sysexits.h

/// The options as they are typed.
struct Given {
  std::string listen = "127.0.0.1";
  std::string endpoints = environment_or("ORB_CORE_URL", "http://localhost:12000");
  std::string db_host = environment_or("POSTGRES_HOST", "localhost");
  std::string db_name = environment_or("POSTGRES_DB", "microservices_test");
  std::string db_user = environment_or("POSTGRES_USER", "test_user");
  std::string db_password_file;
  std::string redis_host = environment_or("REDIS_HOST", "localhost");
  std::string instance = "widget-core";
};

/// An integer option, its bounds, and where its value goes.
struct Number {
  const char* name;
  const char* help;
  std::int64_t value;
  std::int64_t least;
  std::int64_t most;
};

/// All integer options, by the order of the enumerators.
enum NumberIndex : std::size_t {
  kPort,
  kMetricsPort,
  kThreads,
  kMaxBody,
  kRequestTimeout,
  kDbPort,
  kDbConnections,
  kDbWaiters,
  kDbStatementTimeout,
  kDbConnectTimeout,
  kRedisPort,
  kRedisTimeout,
  kRedisConnections,
  kCacheTtl,
  kOrbLanes,
  kOrbWaiters,
  kOrbCallTimeout,
  kOrbAttempts,
  kOrbFirstDelay,
  kBreakerFailures,
  kBreakerWindow,
  kBreakerWindowFailures,
  kBreakerCoolDown,
  kBreakerSuccesses,
  kControls,
  kRecoveryInterval,
  kIntentAge,
  kReconcileInterval,
};

constexpr std::int64_t kMaxPort = 65535;
constexpr std::int64_t kLongest = 3'600'000;  // an hour, in milliseconds

std::int64_t port_from(const char* variable, std::int64_t otherwise) {
  const std::string text = environment_or(variable, std::to_string(otherwise));
  char* end = nullptr;
  const long long port = std::strtoll(text.c_str(), &end, 10);
  return end != text.c_str() && *end == '\0' ? port : -1;
}

std::vector<Number> numbers() {
  return {
      {"--port", "HTTP port, 0 for a free one", 8081, 0, kMaxPort},
      {"--metrics-port", "HTTP port of /metrics, 0 for a free one", 9090, 0, kMaxPort},
      {"--threads", "requests that are worked on at once", 64, 1, 512},
      {"--max-body-octets", "longest request body", 1024 * 1024, 1024, 64 * 1024 * 1024},
      {"--request-timeout-ms", "of a request without X-Request-Timeout-Ms", 5000, 100, 30'000},
      {"--db-port", "PostgreSQL port [POSTGRES_PORT]", port_from("POSTGRES_PORT", 5432), 1,
       kMaxPort},
      {"--db-connections", "connections to PostgreSQL", 10, 1, 100},
      {"--db-waiters", "requests that may wait for one", 64, 0, 1000},
      {"--db-statement-timeout-ms", "longest statement", 4000, 10, 60'000},
      {"--db-connect-timeout-ms", "longest connecting", 1000, 10, 60'000},
      {"--redis-port", "Redis port [REDIS_PORT]", port_from("REDIS_PORT", 6379), 1, kMaxPort},
      {"--redis-timeout-ms", "longest Redis command", 250, 1, 10'000},
      {"--redis-connections", "connections to Redis", 8, 1, 100},
      {"--cache-ttl", "seconds that a widget stays in the cache", 300, 1, 3600},
      {"--orb-lanes", "connections to each endpoint, for each kind of call", 8, 1, 256},
      {"--orb-waiters", "calls that may wait for one", 16, 0, 1000},
      {"--orb-call-timeout-ms", "of a call to the core", 1500, 10, 30'000},
      {"--orb-attempts", "attempts at a call that failed for a passing reason", 3, 1, 10},
      {"--orb-first-delay-ms", "before the second attempt", 20, 0, 10'000},
      {"--breaker-failures", "failures in a row that open a breaker", 5, 1, 1000},
      {"--breaker-window", "results that a breaker remembers", 10, 1, 1000},
      {"--breaker-window-failures", "failures among them that open it", 5, 1, 1000},
      {"--breaker-cool-down-ms", "from its opening to the first probe", 5000, 1, kLongest},
      {"--breaker-successes", "probes in a row that close it", 2, 1, 100},
      {"--controls", "live controls that are kept", 4096, 1, 100'000},
      {"--recovery-interval-ms", "between two looks for what was left behind", 1000, 10, kLongest},
      {"--intent-age-ms", "age of an intent whose request must have ended", 10'000, 1, kLongest},
      {"--reconcile-interval-ms", "between two comparisons of core and rows", 10'000, 100,
       kLongest},
  };
}

void declare(CLI::App& app, Given& given, std::vector<Number>& values) {
  app.set_version_flag("--version", ORBBENCH_VERSION);
  app.add_option("--listen", given.listen, "address for HTTP and metrics")->capture_default_str();
  app.add_option("--instance", given.instance, "name among those that share the database")
      ->capture_default_str();
  app.add_option("--orb-endpoints", given.endpoints,
                 "the core's endpoints in the order of preference, with commas [ORB_CORE_URL]")
      ->capture_default_str();
  app.add_option("--db-host", given.db_host, "PostgreSQL host [POSTGRES_HOST]");
  app.add_option("--db-name", given.db_name, "database [POSTGRES_DB]");
  app.add_option("--db-user", given.db_user, "its user [POSTGRES_USER]");
  app.add_option("--db-password-file", given.db_password_file,
                 "file of mode 0600 with the password; otherwise POSTGRES_PASSWORD counts");
  app.add_option("--redis-host", given.redis_host, "Redis host [REDIS_HOST]");
  for (Number& number : values) {
    app.add_option(number.name, number.value, number.help)->capture_default_str();
  }
}

// As libpq reads it: quotes and backslashes escaped.
std::string quoted(const std::string& text) {
  std::string value = "'";
  for (const char character : text) {
    if (character == '\'' || character == '\\') {
      value += '\\';
    }
    value += character;
  }
  return value + "'";
}

// A corbaloc may itself list addresses with commas; those go on with ":host" or "iiop:".
std::vector<std::string> split_endpoints(const std::string& text) {
  std::vector<std::string> pieces;
  std::size_t start = 0;
  while (start <= text.size()) {
    const auto end = std::min(text.find(',', start), text.size());
    const std::string piece = text.substr(start, end - start);
    const bool continues = piece.starts_with(":") || piece.starts_with("iiop:");
    if (continues && !pieces.empty()) {
      pieces.back() += "," + piece;
    } else {
      pieces.push_back(piece);
    }
    start = end + 1;
  }
  return pieces;
}

std::vector<orb_client::Endpoint> read_endpoints(const std::string& text,
                                                 SettingProblems& problems) {
  std::vector<orb_client::Endpoint> endpoints;
  for (const std::string& piece : split_endpoints(text)) {
    try {
      endpoints.push_back(orb_client::Endpoint::parse(piece));
    } catch (const orb_client::ConfigError& error) {
      problems.add("--orb-endpoints: " + std::string(error.what()));
    }
  }
  if (endpoints.size() > 8) {
    problems.add("--orb-endpoints names " + std::to_string(endpoints.size()) +
                 " endpoints: 1 to 8 would be right");
  }
  return endpoints;
}

std::string connection_string(const Given& given, std::int64_t port, SettingProblems& problems) {
  const std::string password =
      given.db_password_file.empty()
          ? environment_or("POSTGRES_PASSWORD", "test_password")
          : service::read_secret("--db-password-file", given.db_password_file, problems);
  return "host=" + quoted(given.db_host) + " port=" + std::to_string(port) +
         " dbname=" + quoted(given.db_name) + " user=" + quoted(given.db_user) +
         " password=" + quoted(password);
}

void check(const Given& given, const std::vector<Number>& values, SettingProblems& problems) {
  for (const Number& number : values) {
    problems.require_range(number.name, number.value, number.least, number.most);
  }
  if (given.instance.empty() || given.instance.size() > 64) {
    problems.add("--instance is " + std::to_string(given.instance.size()) +
                 " octets long: 1 to 64 would be right");
  }
  if (values[kBreakerWindowFailures].value > values[kBreakerWindow].value) {
    problems.add(
        "--breaker-window-failures is above --breaker-window: the window never holds as many");
  }
}

/// Values that are known to be in their ranges.
class Checked {
 public:
  explicit Checked(const std::vector<Number>& values) : values_(values) {}

  std::size_t size(NumberIndex index) const {
    return static_cast<std::size_t>(values_[index].value);
  }
  std::uint16_t port(NumberIndex index) const {
    return static_cast<std::uint16_t>(values_[index].value);
  }
  milliseconds time(NumberIndex index) const { return milliseconds(values_[index].value); }

 private:
  const std::vector<Number>& values_;
};

void fill_core(const Checked& checked, WidgetCoreOptions& options) {
  options.core.pool.lanes = checked.size(kOrbLanes);
  options.core.pool.waiters = checked.size(kOrbWaiters);
  options.core.retry.attempts = static_cast<std::uint32_t>(checked.size(kOrbAttempts));
  options.core.retry.first_delay = checked.time(kOrbFirstDelay);
  options.core.breaker = {.consecutive_failures = checked.size(kBreakerFailures),
                          .window = checked.size(kBreakerWindow),
                          .window_failures = checked.size(kBreakerWindowFailures),
                          .cool_down = checked.time(kBreakerCoolDown),
                          .successes_to_close = checked.size(kBreakerSuccesses)};
  options.call_timeout = checked.time(kOrbCallTimeout);
}

void fill(const Given& given, const Checked& checked, WidgetCoreOptions& options) {
  options.server.host = given.listen;
  options.server.port = checked.port(kPort);
  options.server.threads = checked.size(kThreads);
  options.server.max_body_octets = checked.size(kMaxBody);
  options.server.default_deadline = checked.time(kRequestTimeout);
  options.server.longest_deadline = std::chrono::seconds(30);
  options.metrics_port = checked.port(kMetricsPort);
  options.instance = given.instance;
  options.database_limits = {.connections = checked.size(kDbConnections),
                             .waiters = checked.size(kDbWaiters),
                             .statement_timeout = checked.time(kDbStatementTimeout),
                             .connect_timeout = checked.time(kDbConnectTimeout)};
  options.redis_host = given.redis_host;
  options.redis_port = checked.port(kRedisPort);
  options.redis_limits.timeout = checked.time(kRedisTimeout);
  options.redis_limits.connections = checked.size(kRedisConnections);
  options.cache_ttl = std::chrono::seconds(checked.size(kCacheTtl));
  options.controls = checked.size(kControls);
  options.recovery = {.tick = checked.time(kRecoveryInterval),
                      .intent_age = checked.time(kIntentAge),
                      .reconcile_every = checked.time(kReconcileInterval)};
  fill_core(checked, options);
}

void read_checked(const Given& given, const std::vector<Number>& values,
                  WidgetCoreOptions& options) {
  SettingProblems problems;
  check(given, values, problems);
  options.core.endpoints = read_endpoints(given.endpoints, problems);
  options.database = connection_string(given, values[kDbPort].value, problems);
  problems.throw_if_any();
  fill(given, Checked(values), options);
}

}  // namespace

std::optional<int> read_options(int argc, char** argv, WidgetCoreOptions& options) {
  CLI::App app("The widget core of orbbench: widgets over HTTP, behind them a CORBA core");
  Given given;
  std::vector<Number> values = numbers();
  declare(app, given, values);
  try {
    app.parse(argc, argv);
    read_checked(given, values, options);
  } catch (const CLI::Success& asked) {
    return app.exit(asked);
  } catch (const CLI::ParseError& error) {
    std::cerr << "orbbench-widget-core: " << error.what() << "; see orbbench-widget-core --help\n";
    return kUsageError;
  } catch (const service::SettingsError& error) {
    std::cerr << error.what() << '\n';
    return kUsageError;
  }
  return std::nullopt;
}

}  // namespace orbbench::widget_core
