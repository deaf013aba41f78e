// The faults on octets between real stores and their own client libraries.
#include <gmock/gmock.h>
#include <hiredis/hiredis.h>

#include <memory>
#include <pqxx/pqxx>

#include "orbbench/launcher/stack.hpp"
#include "running_proxy.hpp"

// libpqxx 6.4 loses the result that it was reading when the connection broke.
extern "C" const char* __lsan_default_suppressions() {
  return "leak:libpqxx";
}

namespace orbbench::tests {
namespace {

using faults::Protocol;
using testing::SizeIs;

launcher::Stack start_stores() {
  launcher::StackOptions options;
  options.parts = {"postgres", "redis"};
  options.keeper_binary = ORBBENCH_BINARY;
  return launcher::Stack::start(options);
}

class StoreFaultsTest : public testing::Test {
 protected:
  static void SetUpTestSuite() { stores_ = std::make_unique<launcher::Stack>(start_stores()); }
  static void TearDownTestSuite() { stores_.reset(); }

  static std::string redis() {
    const auto& endpoint = *stores_->endpoints().redis;
    return endpoint.host + ":" + std::to_string(endpoint.port);
  }

  static std::string postgres() {
    const auto& endpoint = *stores_->endpoints().postgres;
    return endpoint.host + ":" + std::to_string(endpoint.port);
  }

  /// libpq's settings for the same database by way of a port of 127.0.0.1.
  static std::string database_through(std::uint16_t port) {
    const auto& endpoint = *stores_->endpoints().postgres;
    return "host=127.0.0.1 port=" + std::to_string(port) + " dbname=" + endpoint.database +
           " user=" + endpoint.user + " password=" + endpoint.password + " connect_timeout=10";
  }

  static void expect_one_effect(const RunningProxy& proxy) {
    ASSERT_THAT(proxy.faults(), SizeIs(1));
    EXPECT_EQ(proxy.faults()[0].effects, 1U) << proxy.log();
  }

  static std::unique_ptr<launcher::Stack> stores_;
};

std::unique_ptr<launcher::Stack> StoreFaultsTest::stores_;

struct RedisCloser {
  void operator()(redisContext* context) const { redisFree(context); }
  void operator()(redisReply* reply) const { freeReplyObject(reply); }
};
using RedisClient = std::unique_ptr<redisContext, RedisCloser>;
using RedisReply = std::unique_ptr<redisReply, RedisCloser>;

RedisReply ping(redisContext* client) {
  return RedisReply(static_cast<redisReply*>(redisCommand(client, "PING")));
}

TEST_F(StoreFaultsTest, ResetsTheReplyOfARedisServer) {
  RunningProxy proxy(redis(), Protocol::Bytes);
  const RedisClient client(redisConnect("127.0.0.1", proxy.port()));
  const RedisReply whole = ping(client.get());
  ASSERT_TRUE(whole) << client->errstr;
  EXPECT_STREQ(whole->str, "PONG");
  proxy.arm("reset:after_octets=9,direction=to_client");  // "+PONG\r\n" is seven
  EXPECT_FALSE(ping(client.get()));
  EXPECT_NE(client->err, 0);
  expect_one_effect(proxy);
}

TEST_F(StoreFaultsTest, CutsTheSessionOfAPostgresServer) {
  RunningProxy proxy(postgres(), Protocol::Bytes);
  pqxx::connection session(database_through(proxy.port()));
  pqxx::nontransaction work(session);
  EXPECT_EQ(work.exec1("SELECT 42")[0].as<int>(), 42);
  proxy.arm("cut:direction=to_server,after_octets=100000");
  const std::string long_text(200'000, 'x');
  EXPECT_THROW(work.exec("SELECT length('" + long_text + "')"), pqxx::broken_connection);
  expect_one_effect(proxy);
}

}  // namespace
}  // namespace orbbench::tests
