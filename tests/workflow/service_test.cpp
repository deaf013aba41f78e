// RE: what the services promise of every answer, while nothing is broken.

#include <filesystem>
#include <fstream>

#include "workflow_test.hpp"

namespace orbbench::tests {
namespace {

using nlohmann::json;
using testing::HasSubstr;

class ServiceTest : public WorkflowTest {
 protected:
  void SetUp() override {
    user_ = new_user();
    client_.emplace(gateway(user_));
  }

  /// Lines of that part's logs that carry the id.
  int lines_with(const std::string& part, const std::string& id) const {
    int found = 0;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(stack().folder())) {
      const std::string name = entry.path().filename().string();
      if (entry.path().extension() != ".log" || name.rfind(part, 0) != 0) {
        continue;
      }
      std::ifstream file(entry.path());
      for (std::string line; std::getline(file, line);) {
        found += line.find(id) != std::string::npos ? 1 : 0;
      }
    }
    return found;
  }

  TestUser user_;
  std::optional<HttpClient> client_;
};

TEST_F(ServiceTest, RE11_KnownVersionsAreRoutedAndOthersAreNotThere) {
  const json widget = create_widget(*client_);
  const std::string id = widget.at("widget_id").dump();
  EXPECT_EQ(client_->get("/api/v1/widgets/" + id).status, 200);
  const Answer second = client_->get("/api/v2/widgets/" + id);
  EXPECT_EQ(second.status, 200) << second;
  EXPECT_EQ(second.json().at("data").at("widget_id"), widget.at("widget_id"));
  const Answer unknown = client_->get("/api/v99/widgets/" + id);
  EXPECT_EQ(unknown.status, 404) << unknown;
  EXPECT_EQ(unknown.json().at("code"), "NOT_FOUND");
}

TEST_F(ServiceTest, RE12_AnIdThatIsGivenComesBackAndIsInEveryLogAndAuditRow) {
  const std::string id = unique("given");
  const Answer made = client_->post("/api/v1/widgets", widget_body(), {{"X-Correlation-ID", id}});
  ASSERT_EQ(made.status, 201) << made;
  EXPECT_EQ(made.header("x-correlation-id"), id);
  ORBBENCH_NEEDS(has_database() && stack().is_own(),
                 "the database and the logs of a stack of its own");
  EXPECT_EQ(database().count("SELECT count(*) FROM audit_logs WHERE correlation_id = $1", {id}), 1);
  EXPECT_TRUE(eventually([&] { return lines_with("gateway", id) >= 1; })) << "the gateway's log";
  EXPECT_TRUE(eventually([&] { return lines_with("widget", id) >= 1; })) << "the widget core's log";
}

TEST_F(ServiceTest, RE12_AnIdIsMadeWhereNoneOrABadOneWasGiven) {
  const std::string first = client_->get("/api/v1/widgets").header("x-correlation-id");
  const std::string second = client_->get("/api/v1/widgets").header("x-correlation-id");
  EXPECT_NE(first, "");
  EXPECT_NE(first, second);
  const std::string bad = "spaces and \"quotes\"";
  const Answer answer = client_->get("/api/v1/widgets/1", {{"X-Correlation-ID", bad}});
  EXPECT_NE(answer.header("x-correlation-id"), bad);
  EXPECT_EQ(answer.json().at("correlation_id"), answer.header("x-correlation-id"));
  const Answer refused = gateway().get("/api/v1/widgets", {{"X-Correlation-ID", "refused-1"}});
  EXPECT_EQ(refused.header("x-correlation-id"), "refused-1");
  EXPECT_EQ(refused.json().at("correlation_id"), "refused-1");
}

// 429, 502, 503 and 504 are seen where something is exhausted or broken: RE-04, RE-07, OR-02,
// OR-06. The client holds every answer's body against the one form.
TEST_F(ServiceTest, RE13_ErrorsHaveOneForm) {
  const json widget = create_widget(*client_);
  const std::string path = path_of(widget);
  const auto expect = [](const Answer& answer, int status) {
    EXPECT_EQ(answer.status, status) << answer;
    for (const char* field : {"error", "code", "message", "correlation_id"}) {
      EXPECT_TRUE(answer.json().contains(field)) << status << " lacks " << field;
    }
  };
  expect(client_->post("/api/v1/widgets", json::object()), 400);
  expect(client_->send("POST", "/api/v1/widgets", "{"), 400);
  expect(gateway().get(path), 401);
  expect(client_->get("/api/v1/admin/users"), 403);
  expect(client_->get("/api/v1/widgets/999999999"), 404);
  expect(client_->get("/nowhere"), 404);
  expect(client_->put("/api/v1/widgets", json::object()), 405);
  expect(client_->patch(path, {{"enabled", true}, {"version", 9}}), 409);
  expect(client_->send("POST", "/api/v1/widgets", std::string(2 * 1024 * 1024, ' ')), 413);
  expect(client_->post(path_of(widget, "/events"), {{"kind", "state"}, {"value", true}}), 422);
  // Not by a failing_widget: its breaker may be open through other tests.
  expect(client_->post(path_of(widget, "/orb/invoke"),
                       {{"operation", "exception_operation"}, {"params", json::array()}}),
         500);
}

}  // namespace
}  // namespace orbbench::tests
