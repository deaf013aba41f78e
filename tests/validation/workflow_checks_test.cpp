// The workflow checks against a whole stack, and against what is none.

#include <gmock/gmock.h>
#include <httplib.h>

#include <thread>

#include "check_fixture.hpp"
#include "workflow_check_fixture.hpp"

namespace orbbench::tests {
namespace {

using namespace std::chrono_literals;
using bench::CheckResult;
using bench::Verdict;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::StartsWith;
using CheckFunction = CheckResult (*)(bench::CheckContext&);

class WorkflowChecksTest : public WorkflowCheckFixture {};

TEST_F(WorkflowChecksTest, EachPassesOnASoundStackAndLeavesNoWidget) {
  for (const CheckFunction check :
       {bench::check_workflow_life, bench::check_workflow_refusals, bench::check_workflow_cache}) {
    const CheckResult result = check(context_);
    EXPECT_EQ(result.verdict, Verdict::Pass) << result.summary;
    EXPECT_THAT(result.evidence, IsEmpty());
  }
  EXPECT_THAT(objects(), IsEmpty());
}

TEST_F(WorkflowChecksTest, ACoreThatLeavesASecretUnwipedFailsTheDelete) {
  control().inject_fault(orb_client::FaultKind::SkipZeroization, "session_token", soon());
  const CheckResult result = bench::check_workflow_life(context_);
  EXPECT_EQ(result.verdict, Verdict::Fail);
  EXPECT_THAT(result.evidence, ElementsAre(StartsWith("delete: expected site session_token")));
}

// The widget core waits 1.5 s for a call.
TEST_F(WorkflowChecksTest, ACoreThatAnswersTooLateFailsTheStepThatWaitedForIt) {
  delay_replies(1700ms);
  const CheckResult result = bench::check_workflow_life(context_);
  EXPECT_EQ(result.verdict, Verdict::Fail);
  EXPECT_THAT(result.evidence, ElementsAre(StartsWith("create: expected 201, was answered 50")));
}

TEST_F(WorkflowChecksTest, AnInterruptedCheckLeavesNoWidget) {
  std::stop_source stop;
  context_.stop = stop.get_token();
  context_.report = [&](const std::string& doing) {
    if (doing == "updates") {
      stop.request_stop();
    }
  };
  EXPECT_THROW(bench::check_workflow_latency(context_), bench::Interrupted);
  EXPECT_THAT(objects(), IsEmpty());
}

TEST_F(WorkflowChecksTest, ACacheOfAnotherStackGivesNoVerdict) {
  launcher::StackOptions options;
  options.parts = {"redis"};
  options.keeper_binary = ORBBENCH_BINARY;
  const auto other = launcher::Stack::start(options);
  context_.cache = bench::CacheAddress{"127.0.0.1", other.endpoints().redis->port};
  try {
    bench::check_workflow_cache(context_);
    FAIL() << "it gave a verdict";
  } catch (const std::runtime_error& error) {
    EXPECT_THAT(error.what(), HasSubstr("has no key widget:"));
  }
}

/// A core without a stack around it.
class WorkflowContextTest : public CheckFixture {};

/// Answers every request alike.
class NonsenseGateway {
 public:
  explicit NonsenseGateway(const std::string& body) {
    const auto answer = [body](const httplib::Request&, httplib::Response& response) {
      response.set_content(body, "application/json");
    };
    server_.Get(".*", answer).Post(".*", answer).Patch(".*", answer).Delete(".*", answer);
    port_ = server_.bind_to_any_port("127.0.0.1");
    thread_ = std::jthread([this] { server_.listen_after_bind(); });
  }
  ~NonsenseGateway() { server_.stop(); }
  NonsenseGateway(const NonsenseGateway&) = delete;
  NonsenseGateway& operator=(const NonsenseGateway&) = delete;

  std::string url() const { return "http://127.0.0.1:" + std::to_string(port_); }

 private:
  httplib::Server server_;
  int port_ = 0;
  std::jthread thread_;
};

TEST_F(WorkflowContextTest, AGatewayThatAnswersNonsenseFailsEachAndTheStepIsNamed) {
  const NonsenseGateway nonsense("{}");
  context_.gateway = nonsense.url();
  for (const CheckFunction check : {bench::check_workflow_life, bench::check_workflow_refusals,
                                    bench::check_workflow_latency}) {
    const CheckResult result = check(context_);
    EXPECT_EQ(result.verdict, Verdict::Fail) << result.summary;
    EXPECT_THAT(result.evidence, ElementsAre("register: expected 201, was answered 200 {}"));
  }
}

TEST_F(WorkflowContextTest, AGatewayThatIsNotThereGivesNoVerdict) {
  context_.gateway = "http://127.0.0.1:1";
  EXPECT_THROW(bench::check_workflow_life(context_), std::runtime_error);
}

TEST_F(WorkflowContextTest, WithoutAGatewayTheyAreInconclusive) {
  context_.gateway.clear();
  const CheckResult result = bench::check_workflow_life(context_);
  EXPECT_EQ(result.verdict, Verdict::Inconclusive);
  EXPECT_THAT(result.summary, HasSubstr("API_GATEWAY_URL"));
  EXPECT_THAT(bench::check_workflow_cache(context_).summary, HasSubstr("REDIS_HOST"));
}

}  // namespace
}  // namespace orbbench::tests
