#include "exception_translation.hpp"

#include <gtest/gtest.h>
#include <omniORB4/minorCode.h>

#include <orb_core.hh>

namespace orbbench::orb_client {
namespace {

/// The error that a call on a widget or the probe ends in.
template <class Error>
Error translated(const CORBA::Exception& exception, const std::string& detail = "",
                 CallTarget target = CallTarget::Object) {
  try {
    throw_translated(exception, classify(exception, target),
                     {.operation = "ping", .endpoint = "a:1", .exception = ""}, detail);
  } catch (const Error& error) {
    return error;
  }
}

TEST(ExceptionTranslationTest, MakesATimeoutErrorOfATimeout) {
  const auto error = translated<TimeoutError>(CORBA::TIMEOUT(7, CORBA::COMPLETED_MAYBE));
  EXPECT_EQ(error.facts().exception, "TIMEOUT");
  EXPECT_EQ(error.facts().minor, 7U);
  EXPECT_EQ(error.facts().completion, Completion::Maybe);
  EXPECT_EQ(error.facts().operation, "ping");
  EXPECT_EQ(error.facts().endpoint, "a:1");
}

TEST(ExceptionTranslationTest, MakesATimeoutErrorOfATransientThatIsOne) {
  const auto error =
      translated<TimeoutError>(CORBA::TRANSIENT(omni::TRANSIENT_CallTimedout, CORBA::COMPLETED_NO));
  EXPECT_EQ(error.facts().exception, "TRANSIENT");
  EXPECT_EQ(error.facts().completion, Completion::No);
}

TEST(ExceptionTranslationTest, MakesAnUnreachableErrorOfALostConnection) {
  translated<UnreachableError>(
      CORBA::TRANSIENT(omni::TRANSIENT_ConnectFailed, CORBA::COMPLETED_NO));
  const auto error = translated<UnreachableError>(
      CORBA::COMM_FAILURE(omni::COMM_FAILURE_WaitingForReply, CORBA::COMPLETED_MAYBE));
  EXPECT_EQ(error.facts().completion, Completion::Maybe);
  EXPECT_EQ(error.reason(), "COMM_FAILURE_WaitingForReply");
}

TEST(ExceptionTranslationTest, TellsAMissingCoreFromAMissingObject) {
  const CORBA::OBJECT_NOT_EXIST gone(0, CORBA::COMPLETED_NO);
  translated<UnreachableError>(gone, "", CallTarget::Root);
  EXPECT_EQ(translated<RemoteError>(gone).facts().exception, "OBJECT_NOT_EXIST");
}

TEST(ExceptionTranslationTest, MakesAProtocolErrorOfWhatCannotBeRead) {
  translated<ProtocolError>(CORBA::MARSHAL(0, CORBA::COMPLETED_YES));
  translated<ProtocolError>(CORBA::INV_OBJREF(0, CORBA::COMPLETED_YES));
}

TEST(ExceptionTranslationTest, KeepsTheCoresTextForARemoteError) {
  const auto error = translated<RemoteError>(CORBA::BAD_PARAM(3, CORBA::COMPLETED_NO),
                                             "the label is 256 octets long");
  EXPECT_EQ(error.facts().exception, "BAD_PARAM");
  EXPECT_EQ(error.facts().minor, 3U);
  EXPECT_EQ(error.facts().completion, Completion::No);
  EXPECT_EQ(error.reason(), "the label is 256 octets long");
}

TEST(ExceptionTranslationTest, NamesAUserExceptionByItsScope) {
  const auto error = translated<RemoteError>(OrbCore::WidgetNotFound(42));
  EXPECT_EQ(error.facts().exception, "OrbCore::WidgetNotFound");
  EXPECT_EQ(error.facts().completion, Completion::Yes);
  EXPECT_EQ(error.reason(), "there is no widget 42");
}

TEST(ExceptionTranslationTest, TellsWhyAnOperationFailed) {
  const auto error = translated<RemoteError>(OrbCore::OperationFailed("echo", "out of paper"));
  EXPECT_EQ(error.facts().exception, "OrbCore::OperationFailed");
  EXPECT_EQ(error.reason(), "echo: out of paper");
}

}  // namespace
}  // namespace orbbench::orb_client
