#include <hiredis/hiredis.h>

#include "orbbench/launcher/free_port.hpp"
#include "part.hpp"
#include "port_attempts.hpp"
#include "ports.hpp"
#include "programs.hpp"

namespace orbbench::launcher {
namespace {

constexpr const char* kHost = "127.0.0.1";

std::filesystem::path require_server() {
  const auto server = find_program("redis-server");
  if (!server) {
    throw StackError(kExitInvalid,
                     "Redis is not installed: apt-get install redis-server, or leave the part "
                     "redis out");
  }
  return *server;
}

void check(const StackOptions& options) {
  require_server();
  require_free({{"Redis", "--redis-port", options.ports.redis}});
}

using Reply = std::unique_ptr<void, decltype(&freeReplyObject)>;

std::string text_of(const Reply& reply) {
  const auto* answer = static_cast<const redisReply*>(reply.get());
  const bool is_text = answer != nullptr &&
                       (answer->type == REDIS_REPLY_STATUS || answer->type == REDIS_REPLY_STRING);
  return is_text ? std::string(answer->str, answer->len) : std::string();
}

/// Whether that very process answers: another server may hold the port on which ours has just
/// failed to listen.
bool answers_ping(std::uint16_t port, pid_t pid) {
  const timeval patience{0, 250'000};
  const std::unique_ptr<redisContext, decltype(&redisFree)> connection(
      redisConnectWithTimeout(kHost, port, patience), &redisFree);
  if (!connection || connection->err != 0 ||
      redisSetTimeout(connection.get(), patience) != REDIS_OK) {
    return false;
  }
  const Reply pong(redisCommand(connection.get(), "PING"), &freeReplyObject);
  if (text_of(pong) != "PONG") {
    return false;
  }
  const Reply facts(redisCommand(connection.get(), "INFO server"), &freeReplyObject);
  return text_of(facts).find("\nprocess_id:" + std::to_string(pid) + "\r") != std::string::npos;
}

std::vector<std::string> server_arguments(std::uint16_t port) {
  // No persistence: nothing of it outlives the stack.
  return {"--port", std::to_string(port), "--bind", kHost,         "--save", "", "--appendonly",
          "no",     "--daemonize",        "no",     "--databases", "16"};
}

RedisEndpoint bring_up(PartContext& context, std::uint16_t wanted) {
  const std::uint16_t port = wanted != 0 ? wanted : find_free_port();
  const auto process = context.spawn(require_server(), server_arguments(port));
  context.await_ready(*process, [&] { return answers_ping(port, process->pid()); });
  return {kHost, port, process->pid()};
}

Publication start(PartContext& context) {
  const auto& former = context.endpoints().redis;
  const std::uint16_t wanted = former ? former->port : context.options().ports.redis;
  const auto choice = wanted == 0 ? PortChoice::Free : PortChoice::Fixed;
  const RedisEndpoint endpoint =
      start_on_ports(context, choice, [&] { return bring_up(context, wanted); });
  return [endpoint](Endpoints& endpoints) { endpoints.redis = endpoint; };
}

}  // namespace

Part redis_part() {
  return {"redis", "redis", {}, SIGTERM, check, start};
}

}  // namespace orbbench::launcher
