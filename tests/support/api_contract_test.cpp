#include "api_contract.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace orbbench::tests {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr const char* kJson = "application/json";

std::vector<std::string> problems_of(const std::string& method, const std::string& path, int status,
                                     const std::string& body, const std::string& type = kJson) {
  return ApiContract::of_project().problems_of({method, path, status, type, body});
}

constexpr const char* kError =
    R"({"error":"Widget not found","code":"NOT_FOUND","message":"m","correlation_id":"c"})";

TEST(ApiContractTest, TakesWhatIsDocumented) {
  EXPECT_THAT(problems_of("GET", "/api/v1/widgets?limit=2", 200,
                          R"({"widgets":[],"total":0,"limit":2,"offset":0})"),
              IsEmpty());
  EXPECT_THAT(problems_of("DELETE", "/widgets/7", 204, "", ""), IsEmpty());
  EXPECT_THAT(problems_of("GET", "/api/v1/widgets/7", 404, kError), IsEmpty());
  EXPECT_THAT(problems_of("GET", "/api/v99/widgets", 404, kError), IsEmpty());
  EXPECT_THAT(problems_of("POST", "/widgets/7/render", 200, "\x89PNG", "image/png"), IsEmpty());
}

TEST(ApiContractTest, TellsAStatusThatIsNotDocumented) {
  EXPECT_THAT(problems_of("GET", "/widgets/7", 202, "{}"),
              ElementsAre(HasSubstr("GET /widgets/7 answers 202")));
  EXPECT_THAT(problems_of("GET", "/nowhere", 200, "{}"), ElementsAre(HasSubstr("answers 200")));
  EXPECT_THAT(problems_of("PUT", "/widgets", 200, "{}"), ElementsAre(HasSubstr("answers 200")));
}

TEST(ApiContractTest, TellsABodyThatItsSchemaRefuses) {
  EXPECT_THAT(problems_of("GET", "/widgets", 200, R"({"widgets":[],"total":"0"})"),
              testing::Not(IsEmpty()));
  EXPECT_THAT(problems_of("GET", "/widgets/7", 404, R"({"error":"Widget not found"})"),
              testing::Not(IsEmpty()));
  EXPECT_THAT(problems_of("GET", "/widgets/7", 404, "<html>"), ElementsAre(HasSubstr("no JSON")));
  EXPECT_THAT(problems_of("GET", "/widgets/7", 503, "<html>", "text/html"),
              ElementsAre(HasSubstr("type 'text/html'")));
  EXPECT_THAT(problems_of("DELETE", "/widgets/7", 204, "{}"), ElementsAre(HasSubstr("a body")));
}

// The contract keeps sensitive data out of every representation of a widget.
TEST(ApiContractTest, TellsAWidgetWithSensitiveData) {
  const std::string widget =
      R"("widget_id":1,"type":"button","label":"l","enabled":true,"position":null,"size":null,)"
      R"("state":"created","version":1,"owner_id":1,"tenant_id":1,"created_at":"t","updated_at":"t")";
  EXPECT_THAT(problems_of("GET", "/widgets/1", 200, "{" + widget + "}"), IsEmpty());
  EXPECT_THAT(problems_of("GET", "/widgets/1", 200, "{" + widget + R"(,"sensitive_data":"s"})"),
              testing::Not(IsEmpty()));
}

}  // namespace
}  // namespace orbbench::tests
