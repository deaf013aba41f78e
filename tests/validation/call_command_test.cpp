// `orbbench call` as its users call it.

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "command_run.hpp"
#include "core_process.hpp"

namespace orbbench::tests {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using testing::AllOf;
using testing::HasSubstr;
using Arguments = std::vector<std::string>;

constexpr int kException = 1;
constexpr int kInvalid = 3;
constexpr int kUsage = 64;

class CallCommandTest : public testing::Test {
 protected:
  struct Finished {
    int status;
    std::string output;
    std::string errors;
  };

  static Finished run(Arguments arguments) {
    arguments.insert(arguments.begin(), "call");
    CommandRun command(arguments, {});
    const int status = command.exit_status();
    return {status, command.output(), command.errors()};
  }

  std::string key(const std::string& object) const {
    return "corbaloc:iiop:1.2@" + core_.address() + "/" + object;
  }

  CoreProcess core_;
};

TEST_F(CallCommandTest, PrintsTheResultAndOutParametersAsJson) {
  const Finished finished = run({key("all_functions"), "all_functions", "in_out_proc", "[1, 2]"});
  EXPECT_EQ(finished.status, 0) << finished.errors;
  const json printed = json::parse(finished.output);
  EXPECT_TRUE(printed.contains("c") && printed.contains("d")) << finished.output;
}

TEST_F(CallCommandTest, PrintsAUserExceptionWithItsMembersAndExits1) {
  const Finished finished =
      run({key("all_types"), "all_types", "testException", R"({"info": 7, "why": "because"})"});
  EXPECT_EQ(finished.status, kException) << finished.errors;
  const json printed = json::parse(finished.output);
  EXPECT_EQ(printed["exception"], "all_types::my_exception");
  EXPECT_EQ(printed["completed"], "yes");
  EXPECT_TRUE(printed["members"].contains("why")) << finished.output;
}

TEST_F(CallCommandTest, PrintsASystemExceptionAndExits1) {
  const Finished finished = run({key("all_types"), "all_types", "testSystemException", "[1]"});
  EXPECT_EQ(finished.status, kException) << finished.errors;
  EXPECT_EQ(json::parse(finished.output)["exception"], "BAD_PARAM");
}

TEST_F(CallCommandTest, ExitsInvalidWhenNobodyListens) {
  const Finished finished =
      run({"corbaloc:iiop:1.2@127.0.0.1:1/Echo", "Echo", "echoString", R"(["x"])"});
  EXPECT_EQ(finished.status, kInvalid);
  EXPECT_THAT(finished.errors, HasSubstr("127.0.0.1:1"));
}

TEST_F(CallCommandTest, OR15_ListsInterfacesOperationsAndParameterTypes) {
  const Finished all = run({"--list"});
  EXPECT_EQ(all.status, 0);
  EXPECT_THAT(all.output, AllOf(HasSubstr("OrbCore::Probe  IDL:OrbCore/Probe:1.0"),
                                HasSubstr("all_types  IDL:all_types:1.0")));
  const Finished one = run({"--list", "Echo"});
  EXPECT_THAT(one.output, HasSubstr("string echoString(in string Mesg)"));
}

// Another interface by the same wire names: what a user's own IDL is.
TEST_F(CallCommandTest, CallsAnInterfaceOfTheUsersOwnIdl) {
  const fs::path folder = fs::temp_directory_path() / ("orbbench-call-" + std::to_string(getpid()));
  fs::create_directories(folder);
  std::ofstream(folder / "mine.idl") << "interface Mine { string echoString(in string words); };";
  const Finished finished = run({key("Echo"), "Mine", "echoString", R"({"words": "own"})", "--idl",
                                 (folder / "mine.idl").string()});
  fs::remove_all(folder);
  EXPECT_EQ(finished.status, 0) << finished.errors;
  EXPECT_EQ(json::parse(finished.output)["result"], "own");
}

/// A wrong command line, and what its one line of error must name.
struct Mistake {
  const char* name;
  Arguments arguments;
  const char* named;
};

void PrintTo(const Mistake& mistake, std::ostream* out) {
  *out << mistake.name;
}

class CallMistakeTest : public CallCommandTest, public testing::WithParamInterface<Mistake> {};

TEST_P(CallMistakeTest, IsAnsweredByOneLineAndExit64) {
  Arguments arguments = GetParam().arguments;
  if (!arguments.empty()) {
    arguments.front() = key(arguments.front());
  }
  const Finished finished = run(arguments);
  EXPECT_EQ(finished.status, kUsage) << finished.output;
  EXPECT_THAT(finished.errors, HasSubstr(GetParam().named));
  EXPECT_EQ(std::count(finished.errors.begin(), finished.errors.end(), '\n'), 1) << finished.errors;
}

INSTANTIATE_TEST_SUITE_P(
    Mistakes, CallMistakeTest,
    testing::Values(Mistake{"Nothing", {}, "--list"},
                    Mistake{"NoJson", {"Echo", "Echo", "echoString", "[x"}, "no JSON from octet 2"},
                    Mistake{"WrongType", {"Echo", "Echo", "echoString", "[5]"}, "/0 is 5"},
                    Mistake{
                        "TooMany", {"Echo", "Echo", "echoString", R"(["a","b"])"}, "echoString"},
                    Mistake{"UnknownInterface", {"Echo", "Ecko", "echoString", "[]"}, "Ecko"},
                    Mistake{"UnknownOperation", {"Echo", "Echo", "echo", "[]"}, "echo"},
                    Mistake{"NoIdl",
                            {"Echo", "Echo", "echoString", "[]", "--idl", "/nonexistent.idl"},
                            "/nonexistent.idl"}),
    [](const auto& param_info) { return param_info.param.name; });

}  // namespace
}  // namespace orbbench::tests
