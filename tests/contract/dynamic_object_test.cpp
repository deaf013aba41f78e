#include "orbbench/orb_client/dynamic_object.hpp"

#include <gmock/gmock.h>

#include <cstdint>
#include <limits>
#include <nlohmann/json.hpp>
#include <thread>

#include "core_fixture.hpp"

namespace orbbench::tests {
namespace {

using namespace std::chrono_literals;
using namespace orb_client;
using nlohmann::json;
using testing::HasSubstr;

class DynamicObjectTest : public CoreFixture {
 protected:
  DynamicObject connect(const std::string& reference, const std::string& interface,
                        CallObserver* observer = nullptr) {
    return connect(reference, InterfaceCatalogue::built_in().interface(interface), observer);
  }

  DynamicObject connect(const std::string& reference, const InterfaceDescription& interface,
                        CallObserver* observer = nullptr) {
    return DynamicObject(runtime_, Endpoint::parse(reference), interface,
                         InterfaceCatalogue::built_in(), soon(), observer);
  }

  /// One of the core's objects, by the attribute that gives it.
  std::string reference_of(const std::string& attribute) {
    DynamicObject core = connect(core_.reference(), "OrbCore::Core");
    return core.call("_get_" + attribute, json::array(), soon())["result"];
  }

  DynamicObject probe(CallObserver* observer = nullptr) {
    return connect(reference_of("probe_object"), "OrbCore::Probe", observer);
  }
};

TEST_F(DynamicObjectTest, CallsOperationsOfBasicTypes) {
  DynamicObject object = probe();
  EXPECT_EQ(object.call("ping", json::array(), soon()), json::object());
  EXPECT_EQ(object.call("echo_string", {"text"}, soon()), json({{"result", "text"}}));
  EXPECT_EQ(object.call("echo_string", {{"value", "by name"}}, soon())["result"], "by name");
  EXPECT_EQ(object.call("execute", {"token"}, soon())["result"], 1);
  EXPECT_EQ(object.call("execute", {"token"}, soon())["result"], 2);
}

TEST_F(DynamicObjectTest, CallsOperationsOfConstructedTypes) {
  DynamicObject object = probe();
  const json samples = {{{"sequence_number", -1}, {"reading", 0.5}, {"name", "first"}},
                        {{"sequence_number", 2}, {"reading", "NaN"}, {"name", ""}}};
  EXPECT_EQ(object.call("echo_samples", json::array({samples}), soon())["result"], samples);
  const json octets = {{"base64", "AAECAwQ="}};
  EXPECT_EQ(object.call("echo_octets", json::array({octets}), soon())["result"], octets);
  const json any = {{"type", "::OrbCore::Samples"}, {"value", samples}};
  EXPECT_EQ(object.call("echo_any", json::array({any}), soon())["result"], any);
}

TEST_F(DynamicObjectTest, SendsOnewaysInTheirOrder) {
  DynamicObject object = probe();
  for (int number = 1; number <= 100; ++number) {
    EXPECT_EQ(object.call("notify", {"orders", number}, soon()), json::object());
  }
  const json report = object.call("arrivals", {"orders"}, soon())["result"];
  EXPECT_EQ(report, json({{"arrived", 100}, {"out_of_order", 0}, {"last_sequence_number", 100}}));
}

TEST_F(DynamicObjectTest, CarriesAMegabyteEachWay) {
  DynamicObject object = probe();
  const json octets = {{"base64", std::string(4UL << 20, 'A')}};
  EXPECT_EQ(object.call("echo_octets", json::array({octets}), soon())["result"], octets);
}

TEST_F(DynamicObjectTest, CallsWhatAnotherCallReturned) {
  DynamicObject registry = connect(reference_of("registry_object"), "OrbCore::WidgetRegistry");
  const json created =
      registry.call("create", {7, "button", "label", {{"base64", "c2VjcmV0"}}}, soon());
  DynamicObject widget = connect(created["result"], "OrbCore::Widget");
  EXPECT_EQ(widget.call("_get_widget_id", json::array(), soon())["result"], 7);
  const json two = {{{"type", "long long"}, {"value", 40}}, {{"type", "long long"}, {"value", 2}}};
  EXPECT_EQ(widget.call("invoke", {"add", two}, soon())["result"],
            json({{"type", "long long"}, {"value", 42}}));
}

TEST_F(DynamicObjectTest, EchoesReferencesWithoutCallingThem) {
  DynamicObject object = probe();
  const std::string nobody =
      "corbaloc:iiop:1.2@127.0.0.1:" + std::to_string(free_port()) + "/nobody";
  const json any = {{"type", "Object"}, {"value", nobody}};
  const json echoed = object.call("echo_any", json::array({any}), soon())["result"];
  EXPECT_THAT(echoed["value"].get<std::string>(), testing::StartsWith("IOR:"));
  EXPECT_EQ(object.call("echo_any", json::array({echoed}), soon())["result"], echoed);
  const json nil = {{"type", "::OrbCore::Widget"}, {"value", nullptr}};
  EXPECT_EQ(object.call("echo_any", json::array({nil}), soon())["result"], nil);
}

// The stock interface for the types of IDL: each value comes back as it went.
// A corbaloc names no wide code set, so the wide types are not among them (CORBA 3.3 part 2, 7.10).
TEST_F(DynamicObjectTest, EchoesEachTypeOfAllTypes) {
  DynamicObject object =
      connect("corbaloc:iiop:1.2@" + core_.address() + "/all_types", "all_types");
  const json row = {1, 2, 3};
  const std::vector<std::pair<std::string, json>> cases = {
      {"echoBoolean", true},
      {"echoULLong", std::numeric_limits<std::uint64_t>::max()},
      {"echoFloat", "NaN"},
      {"echoDouble", "-Infinity"},
      {"echoChar", "\xc3\xa4"},
      {"echoBoundedStr", "twelve chars"},
      {"echoColor", "Blue"},
      {"echoUnion", {{"discriminator", 3}, {"value", "Green"}}},
      {"echoUnion", {{"discriminator", 99}, {"value", -1}}},
      {"echoUnionEnumSwitch", {{"discriminator", "Blue"}, {"value", "text"}}},
      {"echoNoMemberUnion", {{"discriminator", true}}},
      {"echoMatrix", {row, row, row}},
      {"echoNestedStruct", {{"ns", {{"a", -1}, {"s", "within"}}}}},
      {"echoBsequence", json::array_t(10, -1)},
      {"echoMoney", "-1234567890123456.78"},
      {"echoRef", nullptr}};
  for (const auto& [operation, value] : cases) {
    EXPECT_EQ(object.call(operation, json::array({value}), soon())["result"], value) << operation;
  }
  error_of<ConfigError>([&] { object.call("echoBoundedStr", {"thirteen char"}, soon()); });
  const auto error = error_of<UserExceptionError>([&] {
    object.call("testException", {7, "why"}, soon());
  });
  ASSERT_TRUE(error);
  EXPECT_EQ(*error->members, json({{"info", 7}, {"why", "why"}}));
}

// Failures ---------------------------------------------------------------------------------------

TEST_F(DynamicObjectTest, TellsAUserExceptionWithItsMembers) {
  DynamicObject registry = connect(reference_of("registry_object"), "OrbCore::WidgetRegistry");
  const auto error = error_of<UserExceptionError>([&] { registry.call("find", {9}, soon()); });
  ASSERT_TRUE(error);
  EXPECT_EQ(error->facts().exception, "OrbCore::WidgetNotFound");
  EXPECT_EQ(error->facts().completion, Completion::Yes);
  EXPECT_EQ(error->facts().operation, "find");
  EXPECT_EQ(*error->members, json({{"widget_id", 9}}));
  EXPECT_FALSE(registry.spent());
  registry.call("list", {0, 1}, soon());
}

TEST_F(DynamicObjectTest, TellsASystemExceptionWithTheCoresText) {
  DynamicObject object = probe();
  const auto error = error_of<RemoteError>([&] { object.call("hold", {60001}, soon()); });
  ASSERT_TRUE(error);
  EXPECT_EQ(error->facts().exception, "BAD_PARAM");
  EXPECT_THAT(error->reason(), HasSubstr("milliseconds to hold"));
  EXPECT_FALSE(object.spent());
  object.call("ping", json::array(), soon());
}

TEST_F(DynamicObjectTest, TellsAnOperationThatThePeerHasNot) {
  const InterfaceDescription& other = InterfaceCatalogue::built_in().interface("Echo");
  DynamicObject object = connect(reference_of("probe_object"), other);
  const auto error = error_of<RemoteError>([&] { object.call("echoString", {"text"}, soon()); });
  ASSERT_TRUE(error);
  EXPECT_EQ(error->facts().exception, "BAD_OPERATION");
  EXPECT_FALSE(object.spent());
}

TEST_F(DynamicObjectTest, RefusesWrongArgumentsBeforeTheyAreSent) {
  DynamicObject object = probe();
  const auto refusal_of = [&](const std::string& operation, const json& arguments) {
    const auto error = error_of<ConfigError>([&] { object.call(operation, arguments, soon()); });
    return error ? std::string(error->what()) : std::string();
  };
  EXPECT_THAT(refusal_of("no_such", json::array()), HasSubstr("has no operation \"no_such\""));
  EXPECT_THAT(refusal_of("ping", {1}), HasSubstr("ping takes no arguments, and 1 were given"));
  EXPECT_THAT(refusal_of("execute", json::array()), HasSubstr("takes the arguments token, and 0"));
  EXPECT_THAT(refusal_of("execute", {{"tokn", "t"}}), HasSubstr("\"tokn\" was given"));
  EXPECT_THAT(refusal_of("execute", json::object()), HasSubstr("token was not given"));
  EXPECT_THAT(refusal_of("execute", 5), HasSubstr("neither an array nor an object"));
  EXPECT_THAT(refusal_of("execute", {5}), HasSubstr("/0 is 5: a text"));
  EXPECT_THAT(refusal_of("notify", {{"channel", "c"}, {"sequence_number", -1}}),
              HasSubstr("/sequence_number is -1"));
  EXPECT_EQ(object.call("executions", {"t"}, soon())["result"], 0);
  EXPECT_FALSE(object.spent());
}

TEST_F(DynamicObjectTest, EndsACallByItsDeadline) {
  DynamicObject object = probe();
  const auto start = std::chrono::steady_clock::now();
  error_of<TimeoutError>([&] { object.call("hold", {10'000}, Deadline::after(100ms)); });
  EXPECT_LT(std::chrono::steady_clock::now() - start, 5s);
  EXPECT_TRUE(object.spent());
  error_of<TimeoutError>([&] { object.call("ping", json::array(), Deadline::after(0ms)); });
}

TEST_F(DynamicObjectTest, TellsAPeerThatIsNotThere) {
  const std::string nobody = "127.0.0.1:" + std::to_string(free_port());
  error_of<UnreachableError>([&] { connect(nobody, "OrbCore::Core"); });
}

TEST_F(DynamicObjectTest, TellsAnObjectThatIsNotThere) {
  error_of<UnreachableError>([&] {
    connect("corbaloc:iiop:1.2@" + core_.address() + "/no_such_object", "OrbCore::Core");
  });
}

TEST_F(DynamicObjectTest, NeverReconnects) {
  DynamicObject object = probe();
  core_.kill();
  error_of<UnreachableError>([&] { object.call("ping", json::array(), soon()); });
  EXPECT_TRUE(object.spent());
  error_of<UnreachableError>([&] { object.call("ping", json::array(), soon()); });
}

TEST_F(DynamicObjectTest, UsesOneConnection) {
  DynamicObject object = probe();
  object.call("ping", json::array(), soon());
  DynamicObject diagnostics = connect(reference_of("diagnostics_object"), "OrbCore::Diagnostics");
  const json state = diagnostics.call("read_process", json::array(), soon())["result"];
  EXPECT_EQ(state["connections"], 2) << state;
}

class CountingObserver : public CallObserver {
 public:
  void on_call(const CallRecord& record) override {
    seen.emplace_back(std::string(record.operation), record.outcome);
  }
  std::vector<std::pair<std::string, Outcome>> seen;
};

TEST_F(DynamicObjectTest, TellsItsObserverOfEachCall) {
  CountingObserver observer;
  DynamicObject object = probe(&observer);
  object.call("ping", json::array(), soon());
  error_of<RemoteError>([&] { object.call("hold", {60001}, soon()); });
  error_of<ConfigError>([&] { object.call("hold", {"x"}, soon()); });
  using Seen = std::pair<std::string, Outcome>;
  EXPECT_THAT(observer.seen, testing::ElementsAre(Seen("ping", Outcome::Success),
                                                  Seen("hold", Outcome::RemoteError)));
}

TEST_F(DynamicObjectTest, ManyThreadsShareACatalogue) {
  const std::string reference = reference_of("probe_object");
  std::vector<std::jthread> threads;
  for (int thread = 0; thread < 4; ++thread) {
    threads.emplace_back([&, thread] {
      DynamicObject object = connect(reference, "OrbCore::Probe");
      const json samples = {
          {{"sequence_number", thread}, {"reading", 0.5}, {"name", std::to_string(thread)}}};
      for (int call = 0; call < 50; ++call) {
        EXPECT_EQ(object.call("echo_samples", json::array({samples}), soon())["result"], samples);
        const json any = {{"type", "::OrbCore::Samples"}, {"value", samples}};
        EXPECT_EQ(object.call("echo_any", json::array({any}), soon())["result"], any);
      }
    });
  }
}

}  // namespace
}  // namespace orbbench::tests
