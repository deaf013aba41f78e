#include "console/tool_query.hpp"

#include <gmock/gmock.h>

#include <stdexcept>

#include "../unit/widget_bridge/queued_ui_thread.hpp"

namespace orbbench::console {
namespace {

class ToolQueryTest : public testing::Test {
 protected:
  void ask(const std::string& script) {
    query_.ask(
        {"-c", script},
        [this](const std::string& output) -> ToolQuery::Apply {
          if (output == "rubbish\n") {
            throw std::runtime_error("it is rubbish");
          }
          return [this, output] { answer_ = output; };
        },
        [this](const std::string& trouble) { trouble_ = trouble; });
  }

  widget_bridge::QueuedUiThread ui_;
  ToolQuery query_{ui_, "/bin/sh"};
  std::string answer_;
  std::string trouble_;
};

TEST_F(ToolQueryTest, TheOutputIsAnsweredOnTheUiThread) {
  ask("echo one; echo two");
  EXPECT_TRUE(query_.is_asking());
  ui_.run_one();
  EXPECT_EQ(answer_, "one\ntwo\n");
  EXPECT_EQ(trouble_, "");
  EXPECT_FALSE(query_.is_asking());
}

TEST_F(ToolQueryTest, AFailureIsToldInItsLastWords) {
  ask("echo no; echo first >&2; echo 'the server is away' >&2; exit 3");
  ui_.run_one();
  EXPECT_EQ(answer_, "");
  EXPECT_EQ(trouble_, "the server is away");
}

TEST_F(ToolQueryTest, AnOutputThatCannotBeReadIsAFailure) {
  ask("echo rubbish");
  ui_.run_one();
  EXPECT_EQ(trouble_, "what orbbench wrote cannot be read: it is rubbish");
}

TEST_F(ToolQueryTest, OfTwoQuestionsOnlyTheLastIsAnswered) {
  ask("exec sleep 1000");
  ask("echo second");
  ui_.run_one();
  EXPECT_EQ(answer_, "second\n");
  EXPECT_EQ(trouble_, "");
}

TEST_F(ToolQueryTest, AQuestionThatIsGivenUpHasFailedAndItsLateAnswerIsNone) {
  ask("trap 'echo late; exit 0' INT; while :; do sleep 0.05; done");
  query_.give_up("it takes too long");
  EXPECT_EQ(trouble_, "it takes too long");
  EXPECT_FALSE(query_.is_asking());
  ui_.run_one();
  EXPECT_EQ(answer_, "");
  EXPECT_EQ(trouble_, "it takes too long");
}

TEST_F(ToolQueryTest, AnAnswerThatIsThereIsTakenRatherThanGivenUp) {
  ask("echo one");
  ui_.drop_one();
  query_.give_up("it takes too long");
  EXPECT_EQ(answer_, "one\n");
  EXPECT_EQ(trouble_, "");
}

TEST_F(ToolQueryTest, NothingComesOfAQuestionThatIsWithdrawn) {
  ask("echo one");
  query_.withdraw();
  EXPECT_FALSE(query_.is_asking());
  ui_.run_one();
  EXPECT_EQ(answer_, "");
  EXPECT_EQ(trouble_, "");
  ask("echo second");
  ui_.run_one();
  EXPECT_EQ(answer_, "second\n");
}

TEST_F(ToolQueryTest, AUiThreadThatIsBusyLosesNoAnswer) {
  ui_.refuse_from_now_on();
  ask("echo one");
  const auto limit = std::chrono::steady_clock::now() + std::chrono::seconds(20);
  while (query_.is_asking() && std::chrono::steady_clock::now() < limit) {
    query_.look();  // as a redraw does
  }
  EXPECT_EQ(answer_, "one\n");
}

}  // namespace
}  // namespace orbbench::console
