// PE-05: what each tenant has used.

#include <sstream>

#include "workflow_test.hpp"

namespace orbbench::tests {
namespace {

using nlohmann::json;
using testing::ElementsAre;

class UsageTest : public WorkflowTest {
 protected:
  /// Of a tenant that nobody else has: its figures are exact.
  void start_tenant() {
    tenant_ = new_user().user_id + 1'000'000'000;
    client_.emplace(gateway(new_user("user", tenant_)));
  }

  static json usage_of(HttpClient& client, const std::string& query = "") {
    const Answer answer = client.get("/api/v1/usage" + query);
    EXPECT_EQ(answer.status, 200) << answer;
    return answer.json();
  }

  static json line_of(const json& lines, const std::string& operation) {
    for (const json& line : lines) {
      if (line.at("operation") == operation) {
        return line;
      }
    }
    return json::object();
  }

  static std::int64_t calls_of(HttpClient& client, const std::string& operation) {
    return line_of(usage_of(client).at("totals"), operation).value("calls", std::int64_t{0});
  }

  static void await_calls(HttpClient& client, const std::string& operation, std::int64_t calls) {
    EXPECT_TRUE(eventually([&] { return calls_of(client, operation) >= calls; })) << operation;
  }

  std::int64_t tenant_ = 0;
  std::optional<HttpClient> client_;
};

TEST_F(UsageTest, PE05_CallsOctetsErrorsAndTimesOfATenantAreCounted) {
  ORBBENCH_NEEDS(has_admin(), "an administrator, who makes a tenant");
  start_tenant();
  const std::string body = widget_body().dump();
  const Answer made = client_->send("POST", "/api/v1/widgets", body);
  ASSERT_EQ(made.status, 201) << made;
  const std::string path = path_of(made.json());
  const Answer read = client_->get(path);
  const Answer missing = client_->get("/api/v1/widgets/999999999999");
  ASSERT_EQ(missing.status, 404);
  const Answer invoked = client_->post(
      path + "/orb/invoke", {{"operation", "slow_operation"}, {"params", json::array()}});
  ASSERT_EQ(invoked.status, 200) << invoked;
  await_calls(*client_, "orb.invoke", 1);
  const json usage = usage_of(*client_);
  const json created = line_of(usage.at("totals"), "widget.create");
  EXPECT_EQ(created.at("calls"), 1);
  EXPECT_EQ(created.at("errors"), 0);
  EXPECT_EQ(created.at("octets_in"), body.size());
  EXPECT_EQ(created.at("octets_out"), made.body.size());
  const json reads = line_of(usage.at("totals"), "widget.read");
  EXPECT_EQ(reads.at("calls"), 2);
  EXPECT_EQ(reads.at("errors"), 1);
  EXPECT_EQ(reads.at("octets_out"), read.body.size() + missing.body.size());
  const json invocation = line_of(usage.at("totals"), "orb.invoke");
  EXPECT_GE(invocation.at("response_ms_p50"), 1000) << "slow_operation takes a second";
  const std::chrono::duration<double, std::milli> seen = invoked.elapsed;
  EXPECT_LE(invocation.at("response_ms_max"), seen.count());
  EXPECT_EQ(usage.at("totals").size(), 3U) << "a look at the usage is none: " << usage;
}

TEST_F(UsageTest, PE05_AViewerMayReadItAndAnotherTenantSeesNoneOfIt) {
  ORBBENCH_NEEDS(has_admin(), "an administrator, who makes a tenant");
  start_tenant();
  create_widget(*client_);
  await_calls(*client_, "widget.create", 1);
  HttpClient viewer = gateway(new_user("viewer", tenant_));
  EXPECT_EQ(calls_of(viewer, "widget.create"), 1);
  HttpClient stranger = gateway(new_user("admin", tenant_ + 1));
  EXPECT_TRUE(usage_of(stranger).at("days").empty());
  EXPECT_EQ(gateway().get("/api/v1/usage").status, 401);
}

TEST_F(UsageTest, PE05_CsvAndJsonHaveTheSameFigures) {
  ORBBENCH_NEEDS(has_admin(), "an administrator, who makes a tenant");
  start_tenant();
  create_widget(*client_);
  await_calls(*client_, "widget.create", 1);
  const json day = usage_of(*client_).at("days").at(0);
  const Answer answer = client_->get("/api/v1/usage?format=csv");
  ASSERT_EQ(answer.status, 200) << answer;
  std::istringstream lines(answer.body);
  std::string names;
  std::string values;
  std::getline(lines, names);
  std::getline(lines, values);
  std::istringstream name_fields(names.substr(0, names.find('\r')));
  std::istringstream value_fields(values.substr(0, values.find('\r')));
  std::size_t fields = 0;
  std::string name;
  for (std::string value; std::getline(name_fields, name, ','); ++fields) {
    ASSERT_TRUE(std::getline(value_fields, value, ',')) << names << '\n' << values;
    const json& expected = day.at(name);
    EXPECT_EQ(value, expected.is_string() ? expected.get<std::string>() : expected.dump());
  }
  EXPECT_EQ(fields, day.size());
}

TEST_F(UsageTest, PE05_ARangeOfDaysIsHeld) {
  ORBBENCH_NEEDS(has_admin(), "an administrator, who makes a tenant");
  start_tenant();
  create_widget(*client_);
  await_calls(*client_, "widget.create", 1);
  const std::string today = usage_of(*client_).at("to");
  EXPECT_EQ(usage_of(*client_, "?from=" + today + "&to=" + today).at("days").size(), 1U);
  const json past = usage_of(*client_, "?from=2024-02-28&to=2024-02-29");
  EXPECT_TRUE(past.at("days").empty());
  EXPECT_EQ(past.at("from"), "2024-02-28");
}

TEST_F(UsageTest, PE05_AWrongRangeIsRefusedByName) {
  HttpClient client = gateway(new_user());
  const auto invalid = [&](const std::string& query) {
    const Answer answer = client.get("/api/v1/usage?" + query);
    EXPECT_EQ(answer.status, 400) << query << ' ' << answer;
    return answer.json().value("invalidFields", json::array());
  };
  EXPECT_THAT(invalid("from=2023-02-29"), ElementsAre("from"));
  EXPECT_THAT(invalid("to=yesterday"), ElementsAre("to"));
  EXPECT_THAT(invalid("from=-024-01-01"), ElementsAre("from"));
  EXPECT_THAT(invalid("from=2024-03-02&to=2024-03-01"), ElementsAre("from"));
  EXPECT_THAT(invalid("from=2020-01-01&to=2024-01-01"), ElementsAre("from"));
  EXPECT_THAT(invalid("format=xml"), ElementsAre("format"));
}

}  // namespace
}  // namespace orbbench::tests
