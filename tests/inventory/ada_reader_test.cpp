#include "inventory/ada_reader.hpp"

#include <gmock/gmock.h>

namespace orbbench::tests {
namespace {

using namespace inventory;
using testing::ElementsAre;

std::vector<std::string> unit_names(const AdaSource& source) {
  std::vector<std::string> names;
  for (const Scope& scope : source.scopes) {
    if (scope.kind == ScopeKind::Unit) {
      names.push_back(scope.written);
    }
  }
  return names;
}

bool is_doubtful(const std::string& text) {
  return read_ada(text, Calls::LeftOut).doubtful_from_line.has_value();
}

std::string repeated(const std::string& text, std::size_t times) {
  std::string all;
  for (std::size_t count = 0; count < times; ++count) {
    all += text;
  }
  return all;
}

TEST(AdaReaderTest, ReadsAllCompilationUnitsOfAFile) {
  const AdaSource source = read_ada(
      "with A; package P is end P;\n"
      "private with B; use A; procedure Q;\n"
      "limited private with C; package body P is begin null; end P;\n"
      "procedure Q is begin null; end;\n"
      "separate (P.R) procedure S is begin null; end S;\n"
      "generic package G renames P;\n"
      "private package P.T is new G (1);\n",
      Calls::LeftOut);
  EXPECT_THAT(unit_names(source), ElementsAre("P", "Q", "P", "Q", "P.R.S", "G", "P.T"));
  EXPECT_FALSE(source.doubtful_from_line);
  EXPECT_THAT(source.scopes[0].withs, ElementsAre("a"));
}

TEST(AdaReaderTest, ForgetsTheContextClauseAfterItsUnit) {
  const AdaSource source =
      read_ada("with A, B.C; package P is end P; package Q is end Q;", Calls::LeftOut);
  ASSERT_EQ(source.scopes.size(), 4U);
  EXPECT_THAT(source.scopes[0].withs, ElementsAre("a", "b.c"));
  EXPECT_THAT(source.scopes[2].withs, ElementsAre());
}

TEST(AdaReaderTest, SaysFromWhichLineAnEndDoesNotMatch) {
  EXPECT_FALSE(is_doubtful("procedure P is begin if X then null; end if; end P;"));
  EXPECT_TRUE(is_doubtful("procedure P is begin if X then null; end loop; end P;"));
  EXPECT_TRUE(is_doubtful("procedure P is begin null; end Q;"));
  EXPECT_TRUE(is_doubtful("procedure P is begin begin null; end P;"));
  EXPECT_TRUE(is_doubtful("end P;"));
  EXPECT_EQ(read_ada("package P is\nend Q;", Calls::LeftOut).doubtful_from_line, 2U);
}

TEST(AdaReaderTest, OpensNothingInAnExpression) {
  EXPECT_FALSE(is_doubtful(
      "procedure P (X : access procedure := null) with Pre => (if A then B else C) is\n"
      "  type R is null record; type S is record null; end record;\n"
      "  type T is access protected function return access procedure;\n"
      "  type I is task interface; type J is protected interface; type K is limited interface;\n"
      "  function F return T is (case X is when 1 => A, when others => B);\n"
      "  function G return T is abstract; procedure N is null;\n"
      "  for S use record A at 0 range 0 .. 7; end record;\n"
      "begin X := (for all I in A => I'Loop); P.if_2; end P;"));
}

TEST(AdaReaderTest, RefusesToNestWithoutEnd) {
  const std::string deep = "procedure P is begin " + repeated("begin ", 600);
  EXPECT_THROW(read_ada(deep, Calls::LeftOut), ReadError);
  EXPECT_THROW(read_ada("X : T := " + repeated("(", 3000), Calls::LeftOut), ReadError);
  EXPECT_NO_THROW(read_ada(deep, Calls::LeftOut, {.nesting = 700, .parentheses = 1}));
}

TEST(AdaReaderTest, ReadsWhatIsCutOffAnywhere) {
  const std::string text =
      "with A; generic type T (<>) is private; with package Q is new R (<>); V : Integer;\n"
      "package P is private procedure Free is new A.B (X => Y'('a'), Z); end P;\n"
      "separate (X) package body P is function \"+\" return T is begin return Z : T do\n"
      "accept E do null; end E; end return; end \"+\"; subtype S is not null T; begin F (1); end;";
  for (std::size_t octets = 0; octets <= text.size(); ++octets) {
    EXPECT_NO_THROW(read_ada(text.substr(0, octets), Calls::Kept)) << octets;
  }
  EXPECT_FALSE(is_doubtful(text));
}

}  // namespace
}  // namespace orbbench::tests
