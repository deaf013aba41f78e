#include "gateway_fixture.hpp"

#include <fcntl.h>
#include <jwt.h>
#include <netinet/in.h>
#include <sodium.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <sstream>

#include "ready_process.hpp"

namespace orbbench::tests {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

[[noreturn]] void become_haproxy(const char* configuration, int log, char* const* environment,
                                 pid_t parent) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() == parent && dup2(log, STDOUT_FILENO) >= 0 && dup2(log, STDERR_FILENO) >= 0) {
    execle("/usr/sbin/haproxy", "haproxy", "-db", "-f", configuration, nullptr, environment);
  }
  _exit(127);
}

const unsigned char* octets_of(const std::string& text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

std::string base64url(const std::string& octets) {
  constexpr int kVariant = sodium_base64_VARIANT_URLSAFE_NO_PADDING;
  std::string text(sodium_base64_encoded_len(octets.size(), kVariant), '\0');
  sodium_bin2base64(text.data(), text.size(), octets_of(octets), octets.size(), kVariant);
  text.pop_back();  // its terminating zero
  return text;
}

void write_file(const fs::path& path, std::string_view text) {
  std::ofstream(path) << text;
}

}  // namespace

FakeService::FakeService(std::string name) : name_(std::move(name)) {
  server_.set_keep_alive_max_count(1);
  server_.new_task_queue = [] { return new httplib::ThreadPool(16); };
  server_.Get("/health", [](const httplib::Request&, httplib::Response& response) {
    response.set_content("{}", "application/json");
  });
  const auto echo = [this](const httplib::Request& request, httplib::Response& response) {
    answer(request, response);
  };
  server_.Get(".*", echo).Post(".*", echo).Put(".*", echo).Patch(".*", echo).Delete(".*", echo);
  port_ = static_cast<std::uint16_t>(server_.bind_to_any_port("127.0.0.1"));
  thread_ = std::jthread([this] { server_.listen_after_bind(); });
  while (!server_.is_running()) {
    std::this_thread::yield();
  }
}

FakeService::~FakeService() {
  release();
  server_.stop();
}

void FakeService::release() {
  {
    const std::lock_guard lock(mutex_);
    is_released_ = true;
  }
  released_.notify_all();
}

void FakeService::answer(const httplib::Request& request, httplib::Response& response) {
  ++calls_;
  if (request.path == "/widgets/held") {
    ++held_;
    std::unique_lock lock(mutex_);
    released_.wait(lock, [this] { return is_released_; });
  }
  json headers = json::object();
  for (const auto& [name, value] : request.headers) {
    std::string lower = name;
    std::ranges::transform(lower, lower.begin(), [](unsigned char letter) {
      return static_cast<char>(std::tolower(letter));
    });
    headers[lower] = value;
  }
  response.set_content(json{{"service", name_},
                            {"method", request.method},
                            {"path", request.path},
                            {"headers", headers},
                            {"body", request.body}}
                           .dump(),
                       "application/json");
}

GatewayProcess::GatewayProcess(const gateway::GatewaySettings& settings, const fs::path& folder)
    : log_(folder / "log") {
  const fs::path configuration = folder / "haproxy.cfg";
  write_file(configuration, gateway::render(settings));
  write_file(settings.script, gateway::script());
  const Descriptor log(open(log_.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600));
  std::string key = std::string(gateway::kKeyVariable) + "=" + kSigningKey;
  char* environment[] = {key.data(), nullptr};
  const pid_t parent = getpid();
  pid_ = fork();
  if (pid_ == 0) {
    become_haproxy(configuration.c_str(), log.number(), environment, parent);
  }
  while (!httplib::Client("127.0.0.1", settings.port).Get("/health")) {
    if (waitpid(pid_, nullptr, WNOHANG) != 0) {
      pid_ = -1;
      throw std::runtime_error("HAProxy does not start:\n" + this->log());
    }
  }
}

GatewayProcess::~GatewayProcess() {
  if (pid_ > 0) {
    kill(pid_, SIGKILL);
    waitpid(pid_, nullptr, 0);
  }
}

std::string GatewayProcess::log() const {
  std::ostringstream text;
  text << std::ifstream(log_).rdbuf();
  return text.str();
}

json valid_claims() {
  const auto now = std::time(nullptr);
  return {{"sub", "12"},       {"tenant_id", 3}, {"role", "user"},  {"aud", "orbbench"},
          {"jti", "token-12"}, {"iat", now},     {"exp", now + 900}};
}

std::string make_token(const json& claims, const std::string& algorithm, const std::string& key) {
  jwt_t* token = nullptr;
  jwt_new(&token);
  jwt_add_grants_json(token, claims.dump().c_str());
  if (algorithm != "none") {
    jwt_set_alg(token, jwt_str_alg(algorithm.c_str()),
                reinterpret_cast<const unsigned char*>(key.data()), static_cast<int>(key.size()));
  }
  char* text = jwt_encode_str(token);
  const std::string encoded = text;
  std::free(text);
  jwt_free(token);
  return encoded;
}

std::string make_mislabelled_token(const std::string& algorithm) {
  const std::string content = base64url(json{{"alg", algorithm}, {"typ", "JWT"}}.dump()) + "." +
                              base64url(valid_claims().dump());
  const std::string key = kSigningKey;
  std::string signature(crypto_auth_hmacsha256_BYTES, '\0');
  crypto_auth_hmacsha256_state state;
  crypto_auth_hmacsha256_init(&state, octets_of(key), key.size());
  crypto_auth_hmacsha256_update(&state, octets_of(content), content.size());
  crypto_auth_hmacsha256_final(&state, reinterpret_cast<unsigned char*>(signature.data()));
  return content + "." + base64url(signature);
}

void GatewayFixture::SetUp() {
  std::string pattern = fs::temp_directory_path() / "orbbench-gateway.XXXXXX";
  ASSERT_NE(mkdtemp(pattern.data()), nullptr);
  folder = pattern;
  settings.admin_socket = folder / "admin";
  settings.revocations_file = folder / "revocations";
  settings.script = folder / "gateway.lua";
  settings.widget_cores = {{"widget-core-1", "127.0.0.1", widget_core.port()}};
  settings.security.port = security.port();
  settings.allowed_origins = {"https://example.org"};
  write_file(settings.revocations_file, "");
}

void GatewayFixture::TearDown() {
  gateway.reset();
  fs::remove_all(folder);
}

void GatewayFixture::start() {
  gateway.reset();
  settings.port = free_port();
  settings.metrics_port = free_port();
  gateway.emplace(settings, folder);
}

httplib::Client GatewayFixture::client() const {
  return httplib::Client("127.0.0.1", settings.port);
}

httplib::Headers GatewayFixture::bearer(const json& claims) const {
  return {{"Authorization", "Bearer " + make_token(claims)}};
}

httplib::Headers GatewayFixture::with(
    std::initializer_list<std::pair<std::string, std::string>> headers) const {
  httplib::Headers all = bearer();
  for (const auto& [name, value] : headers) {
    all.emplace(name, value);
  }
  return all;
}

std::string GatewayFixture::command(const std::string& text) const {
  const Descriptor socket(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  settings.admin_socket.string().copy(address.sun_path, sizeof address.sun_path - 1);
  EXPECT_EQ(connect(socket.number(), reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
  const std::string line = text + "\n";
  EXPECT_EQ(send(socket.number(), line.data(), line.size(), 0), static_cast<ssize_t>(line.size()));
  std::string answer;
  std::array<char, 4096> block{};
  for (ssize_t taken = 0; (taken = recv(socket.number(), block.data(), block.size(), 0)) > 0;) {
    answer.append(block.data(), static_cast<std::size_t>(taken));
  }
  return answer;
}

json GatewayFixture::expect_error(const httplib::Result& result, int status,
                                  const std::string& code) {
  EXPECT_TRUE(result) << httplib::to_string(result.error());
  if (!result) {
    return {};
  }
  EXPECT_EQ(result->status, status) << result->body;
  EXPECT_EQ(result->get_header_value("Content-Type"), "application/json");
  const json body = json::parse(result->body, nullptr, false);
  EXPECT_EQ(body.value("code", ""), code) << result->body;
  EXPECT_FALSE(body.value("error", "").empty());
  EXPECT_FALSE(body.value("message", "").empty());
  EXPECT_EQ(body.value("correlation_id", ""), result->get_header_value("X-Correlation-ID"));
  EXPECT_FALSE(body.value("correlation_id", "").empty());
  return body;
}

bool GatewayFixture::eventually(const std::function<bool()>& holds) {
  const auto limit = std::chrono::steady_clock::now() + std::chrono::seconds(10);
  while (!holds()) {
    if (std::chrono::steady_clock::now() > limit) {
      return false;
    }
    std::this_thread::yield();
  }
  return true;
}

}  // namespace orbbench::tests
