// OR: what the services do with the core, as a client of them sees it.

#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>

#include "command_run.hpp"
#include "workflow_test.hpp"

namespace orbbench::tests {
namespace {

using namespace std::chrono_literals;
using nlohmann::json;
using testing::HasSubstr;

class OrbTest : public WorkflowTest {
 protected:
  void SetUp() override {
    user_ = new_user();
    client_.emplace(gateway(user_));
    widget_ = create_widget(*client_, {{"type", "corba_widget"}});
  }

  Answer invoke(const std::string& operation, const json& params = json::array(),
                const HeaderFields& headers = {}) {
    return client_->post(path_of(widget_, "/orb/invoke"),
                         {{"operation", operation}, {"params", params}}, headers);
  }

  TestUser user_;
  std::optional<HttpClient> client_;
  json widget_;
};

TEST_F(OrbTest, OR01_TheCoreIsCalledAndItsResultReturned) {
  const Answer answer = invoke("test_operation");
  ASSERT_EQ(answer.status, 200) << answer;
  EXPECT_THAT(answer.json().at("result").get<std::string>(),
              HasSubstr(widget_.at("widget_id").dump()));
  EXPECT_EQ(invoke("add", {40, 2}).json().at("result"), 42);
  EXPECT_EQ(invoke("multiply", {1.5, 2}).json().at("result"), 3.0);
  EXPECT_EQ(invoke("echo", {true}).json().at("result"), json(true));
  EXPECT_EQ(invoke("reverse", {"\xc3\xa4"}).status, 200)
      << "UTF-8 that is cut apart must do no harm";
}

TEST_F(OrbTest, OR03_AnExceptionIsNamedAndTheNextCallWorks) {
  const Answer answer = invoke("exception_operation");
  EXPECT_EQ(answer.status, 500) << answer;
  EXPECT_THAT(answer.json().at("error").get<std::string>(), HasSubstr("CORBA"));
  EXPECT_THAT(answer.json().at("error").get<std::string>(), HasSubstr("OperationFailed"));
  EXPECT_EQ(invoke("test_operation").status, 200);
}

TEST_F(OrbTest, OR04_AnUnknownOperationAndAWrongParameterAreTheCallersErrors) {
  const Answer unknown = invoke("no_such_operation");
  EXPECT_EQ(unknown.status, 404) << unknown;
  EXPECT_EQ(unknown.json().at("exception"), "BAD_OPERATION");
  for (const json& params : {json::array(), json{1}, json{1, "x"}, json{1, 2, 3}}) {
    const Answer wrong = invoke("add", params);
    EXPECT_EQ(wrong.status, 400) << params << wrong;
    EXPECT_EQ(wrong.json().at("exception"), "BAD_PARAM");
  }
  EXPECT_EQ(invoke("divide", {1, 0}).status, 400);
  EXPECT_EQ(invoke("echo", {json::object()}).status, 400) << "no type of the core's";
  EXPECT_EQ(client_->post(path_of(widget_, "/orb/invoke"), {{"params", json::array()}}).status,
            400);
}

TEST_F(OrbTest, OR05_ABadReferenceIsRefusedAndNeverDialled) {
  const std::string ior = "IOR:";
  const std::vector<std::string> bad{
      "",
      ior,
      ior + "0",                                         // an odd number of digits
      ior + "zz",                                        // no hex digits
      ior + "01000000ffffffff",                          // a length that lies
      ior + "010000000100000000000000ffffffff00000000",  // as many profiles as never were
      ior + std::string(1024 * 1024, '0'),               // 1 MB
      "corbaloc:carrier-pigeon:nowhere",
      "http://127.0.0.1:1/OrbCore",
  };
  for (const std::string& reference : bad) {
    const Answer answer =
        client_->post("/api/v1/widgets", widget_body({{"orb_reference", reference}}));
    EXPECT_THAT(answer.status, testing::AnyOf(400, 413)) << reference.substr(0, 60) << answer;
    EXPECT_LT(answer.elapsed, 2s);
    if (answer.status == 400) {
      EXPECT_THAT(answer.json().at("exception").get<std::string>(),
                  testing::AnyOf("INV_OBJREF", "MARSHAL", "BAD_PARAM"))
          << reference.substr(0, 60);
    }
  }
  EXPECT_EQ(client_->get("/api/v1/widgets").json().at("total"), 1);
}

TEST_F(OrbTest, OR05_AWellFormedReferenceIsKeptAndNeverDialled) {
  const int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t length = sizeof address;
  ASSERT_EQ(bind(listener, reinterpret_cast<const sockaddr*>(&address), length), 0);
  ASSERT_EQ(listen(listener, 8), 0);
  getsockname(listener, reinterpret_cast<sockaddr*>(&address), &length);
  const std::string reference =
      "corbaloc::127.0.0.1:" + std::to_string(ntohs(address.sin_port)) + "/Object";
  const json widget = create_widget(*client_, {{"orb_reference", reference}});
  EXPECT_EQ(widget.at("orb_reference"), reference);
  EXPECT_EQ(client_
                ->post(path_of(widget, "/orb/invoke"),
                       {{"operation", "test_operation"}, {"params", json::array()}})
                .status,
            200);
  EXPECT_EQ(client_->patch(path_of(widget), {{"label", "renamed"}}).status, 200);
  EXPECT_EQ(client_->remove(path_of(widget)).status, 204);
  pollfd incoming{listener, POLLIN, 0};
  EXPECT_EQ(poll(&incoming, 1, 200), 0) << "somebody called";
  close(listener);
}

TEST_F(OrbTest, OR08_AHundredCallsAreQuickEnough) {
  std::vector<std::chrono::steady_clock::duration> times;
  const auto start = std::chrono::steady_clock::now();
  for (int i = 0; i < 100; ++i) {
    const Answer answer = invoke("simple_operation");
    ASSERT_EQ(answer.status, 200) << answer;
    times.push_back(answer.elapsed);
  }
  EXPECT_LT(std::chrono::steady_clock::now() - start, 10s);
  std::ranges::sort(times);
  EXPECT_LT(times[98], 500ms);
}

// GIOP 1.0 to 1.2, both byte orders, fragments and messages up to 16 MB are cases of the interop
// engine, which writes such messages octet by octet: they run against the reference core here.
TEST_F(OrbTest, OR17_VersionsByteOrdersFragmentsAndBigMessagesAreUnderstood) {
  CommandRun run({"interop", "--case", "wire/*", "--case", "transport/*"}, {});
  EXPECT_EQ(run.exit_status(), 0) << run.output() << run.errors();
  EXPECT_THAT(run.output(), testing::ContainsRegex("core .*: 1[0-9][0-9] pass, 0 fail"));
}

TEST_F(OrbTest, OR14_FiveObjectsAreCalledAtOnce) {
  json calls = json::array();
  for (int i = 0; i < 5; ++i) {
    const json widget = create_widget(*client_);
    calls.push_back({{"widget_id", widget.at("widget_id")},
                     {"operation", "slow_operation"},
                     {"params", json::array()}});
  }
  const Answer answer =
      client_->post("/api/v1/orb/scatter", {{"calls", calls}}, {{"X-Request-Timeout-Ms", "5000"}});
  ASSERT_EQ(answer.status, 200) << answer;
  ASSERT_EQ(answer.json().at("results").size(), 5U);
  for (std::size_t i = 0; i < 5; ++i) {
    EXPECT_THAT(answer.json().at("results")[i].at("result").get<std::string>(),
                HasSubstr(calls[i].at("widget_id").dump()));
  }
  EXPECT_LT(answer.elapsed, 3s) << "one after the other";
}

TEST_F(OrbTest, OR15_TheOperationsAndTheirParametersAreListed) {
  const Answer answer = client_->get("/api/v1/orb/operations");
  ASSERT_EQ(answer.status, 200) << answer;
  const json operations = answer.json().at("operations");
  std::map<std::string, json> by_name;
  for (const json& operation : operations) {
    by_name[operation.at("name")] = operation.at("parameters");
  }
  for (const char* name :
       {"test_operation", "simple_operation", "slow_operation", "very_slow_operation",
        "timeout_operation", "exception_operation", "echo", "reverse", "uppercase", "add",
        "subtract", "multiply", "divide"}) {
    EXPECT_TRUE(by_name.contains(name)) << name;
  }
  EXPECT_EQ(by_name["add"].size(), 2U);
  EXPECT_EQ(by_name["reverse"].at(0).at("type"), "string");
}

TEST_F(OrbTest, OR16_AnOperationThatATenantDisabledIsGoneForThatTenantAlone) {
  ORBBENCH_NEEDS(has_admin(), "an administrator (ORBBENCH_ADMIN_USER, ORBBENCH_ADMIN_PASSWORD)");
  const std::int64_t tenant = 1000 + user_.user_id;  // a tenant of this test's own
  HttpClient tenants = gateway(new_user("operator", tenant));
  const json widget = create_widget(tenants);
  const auto reverse = [&] {
    return tenants.post(path_of(widget, "/orb/invoke"),
                        {{"operation", "reverse"}, {"params", {"ab"}}});
  };
  EXPECT_EQ(reverse().status, 200);
  EXPECT_EQ(tenants.put("/api/v1/operations/reverse", {{"enabled", false}}).status, 200);
  const Answer disabled = reverse();
  EXPECT_EQ(disabled.status, 404) << disabled;
  EXPECT_EQ(disabled.json().at("exception"), "BAD_OPERATION");
  EXPECT_EQ(invoke("reverse", {"ab"}).status, 200) << "another tenant's";
  EXPECT_EQ(tenants
                .put("/api/v1/operations/reverse",
                     {{"enabled", true}, {"settings", {{"max_params", "x"}}}})
                .status,
            422);
  EXPECT_EQ(tenants.put("/api/v1/operations/nonsense", {{"enabled", true}}).status, 404);
  EXPECT_EQ(client_->put("/api/v1/operations/reverse", {{"enabled", false}}).status, 403)
      << "a user";
  EXPECT_EQ(tenants.put("/api/v1/operations/reverse", {{"enabled", true}}).status, 200);
  EXPECT_EQ(reverse().status, 200);
}

}  // namespace
}  // namespace orbbench::tests
