#include "inventory/deallocation_finder.hpp"

#include <gmock/gmock.h>

#include "inventory/ada_reader.hpp"

namespace orbbench::tests {
namespace {

using namespace inventory;
using testing::ElementsAre;
using testing::IsEmpty;

struct File {
  std::string path;
  std::string text;
};

Findings findings_of(const std::vector<File>& files, const std::vector<std::string>& named = {}) {
  std::vector<AdaSource> sources;
  for (const File& file : files) {
    sources.push_back(read_ada(file.text, Calls::Kept));
    sources.back().path = file.path;
  }
  return find_deallocations(sources, named);
}

std::vector<std::string> found(const std::vector<File>& files,
                               const std::vector<std::string>& named = {}) {
  std::vector<std::string> lines;
  for (const Deallocation& one : findings_of(files, named).deallocations) {
    lines.push_back(one.file + ":" + std::to_string(one.line) + " " + to_string(one.kind) + " " +
                    one.object_type + ", " + one.name_type);
  }
  return lines;
}

/// In a procedure with what is needed to make the library's generic visible.
std::vector<std::string> found_in(const std::string& declarations) {
  return found({{"p.adb", "with Ada.Unchecked_Deallocation; use Ada; procedure P is\n" +
                              declarations + "\nbegin null; end P;"}});
}

TEST(DeallocationFinderTest, FindsAnInstanceHoweverItIsWritten) {
  EXPECT_THAT(found_in("procedure F is new Ada.Unchecked_Deallocation (T, T_Ptr);"),
              ElementsAre("p.adb:2 direct T, T_Ptr"));
  EXPECT_THAT(found_in("procedure\r\nF\r\nis\r\nnew\r\nADA\r\n.\r\nUnChecked_Deallocation(T,"
                       "T_Ptr);"),
              ElementsAre("p.adb:3 direct T, T_Ptr"));
  EXPECT_THAT(found_in("procedure F is new Unchecked_Deallocation(Name=>A.T_Ptr,Object=>T'Class);"),
              ElementsAre("p.adb:2 direct T'Class, A.T_Ptr"));
  EXPECT_THAT(found_in("overriding procedure F is new Ada . Unchecked_Deallocation (T, P) with X;"),
              ElementsAre("p.adb:2 direct T, P"));
}

TEST(DeallocationFinderTest, CountsNothingThatIsNoInstance) {
  for (const char* text :
       {"-- procedure F is new Ada.Unchecked_Deallocation (T, P);",
        "S : String := \"procedure F is new Ada.Unchecked_Deallocation (T, P);\";",
        "S : String := \"\"\"; procedure F is new Ada.Unchecked_Deallocation (T, P);\";",
        "type T is new Unchecked_Deallocation (1);", "X : T := new Unchecked_Deallocation;",
        "procedure Unchecked_Deallocation (X : T);",
        "procedure F is new Ada.Unchecked_Deallocation_2 (T, P);",
        "procedure F is new My_Ada.Unchecked_Deallocation (T, P);",
        "procedure F is new Ada.Unchecked_Deallocation.Other (T, P);",
        "pragma Comment (procedure F is new Ada.Unchecked_Deallocation (T, P));",
        "function F is new Ada.Unchecked_Conversion (T, P);",
        "generic with package Q is new Ada.Unchecked_Deallocation (<>); procedure G;"}) {
    EXPECT_THAT(found_in(text), IsEmpty()) << text;
  }
}

TEST(DeallocationFinderTest, GoesOnAfterALiteralThatLooksLikeAStringsBegin) {
  EXPECT_THAT(found_in("Q : Character := '\"'; procedure F is new Ada.Unchecked_Deallocation (T, "
                       "P); S : String := \"x\";"),
              ElementsAre("p.adb:2 direct T, P"));
  EXPECT_THAT(found_in("Q : C := C'('('); procedure F is new Ada.Unchecked_Deallocation (T, P);"),
              ElementsAre("p.adb:2 direct T, P"));
  EXPECT_THAT(
      found_in("Q : C := ('\"', '(', '''); procedure F is new Unchecked_Deallocation (T, P);"),
      ElementsAre("p.adb:2 direct T, P"));
}

TEST(DeallocationFinderTest, TakesLatin1AndUtf8ForTheSameName) {
  const std::string generic =
      "with Ada.Unchecked_Deallocation; package \xDCtil is generic procedure Fr\xE9"
      "e renames "
      "Ada.Unchecked_Deallocation; end \xFCTIL;";
  EXPECT_THAT(found({{"u.ads", generic},
                     {"p.ads",
                      "with \xC3\xBCtil; package P is procedure F is new \xC3\x9CTIL.FR\xC3\x89"
                      "E "
                      "(T, T_Ptr); end P;"}}),
              ElementsAre("p.ads:1 direct T, T_Ptr"));
}

TEST(DeallocationFinderTest, SeesNoRenamingBeforeItIsDeclared) {
  EXPECT_THAT(found_in("package Q is generic type A is private; procedure Free (X : A); end Q;\n"
                       "use Q; procedure One is new Free (T);\n"
                       "generic procedure Free renames Ada.Unchecked_Deallocation;\n"
                       "procedure Two is new Free (T, P);"),
              ElementsAre("p.adb:5 direct T, P"));
}

TEST(DeallocationFinderTest, SeesNothingPrivateFromOutside) {
  const std::string package =
      "with Ada.Unchecked_Deallocation; package Q is\n"
      "generic procedure Shown renames Ada.Unchecked_Deallocation;\n"
      "private generic procedure Hidden renames Ada.Unchecked_Deallocation; end Q;";
  EXPECT_THAT(found({{"q.ads", package},
                     {"p.ads",
                      "with Q; use Q; package P is procedure A is new Hidden (T, T_Ptr);\n"
                      "procedure B is new Q.Hidden (T, T_Ptr);\n"
                      "procedure C is new Shown (T, T_Ptr); end P;"},
                     {"q-c.ads", "package Q.C is procedure D is new Hidden (T, T_Ptr); end Q.C;"}}),
              ElementsAre("p.ads:3 direct T, T_Ptr", "q-c.ads:1 direct T, T_Ptr"));
}

TEST(DeallocationFinderTest, PrefersTheUnitInTheNearestFolder) {
  const std::string good =
      "with Ada.Unchecked_Deallocation; package U is generic procedure Free renames "
      "Ada.Unchecked_Deallocation; end U;";
  const std::string other = "package U is generic procedure Free (X : T); end U;";
  const std::string use = "with U; package P is procedure F is new U.Free (T, T_Ptr); end P;";
  EXPECT_THAT(found({{"a/u.ads", good}, {"b/u.ads", other}, {"a/p.ads", use}, {"b/p.ads", use}}),
              ElementsAre("a/p.ads:1 direct T, T_Ptr"));
}

TEST(DeallocationFinderTest, FindsUtilitiesOfUtilities) {
  std::vector<File> files;
  const auto generic = [](const std::string& name, const std::string& used) {
    return "with " + used + "; generic type O is private; type N is access O; procedure " + name +
           " (X : in out N); procedure " + name + " (X : in out N) is procedure F is new " + used +
           " (O, N); begin F (X); end " + name + ";";
  };
  files.push_back({"c.ada", generic("C", "B")});
  files.push_back({"b.ada", generic("B", "A")});
  files.push_back({"a.ada", generic("A", "Ada.Unchecked_Deallocation")});
  files.push_back({"p.ads", "with C; package P is procedure F is new C (T, T_Ptr); end P;"});
  EXPECT_THAT(found(files), ElementsAre("c.ada:1 utility O, N", "b.ada:1 utility O, N",
                                        "a.ada:1 direct O, N", "p.ads:1 utility T, T_Ptr"));
}

TEST(DeallocationFinderTest, CountsAnInstanceOfANamedGenericThatIsNotAmongTheSources) {
  const std::vector<File> files = {
      {"p.ads",
       "with Far.Away; package P is procedure F is new Far.Away.Free (T, Name => N);\n"
       "procedure G is new Far.Away.Keep (T, N); end P;"}};
  EXPECT_THAT(found(files), IsEmpty());
  EXPECT_THAT(found(files, {"FAR.Away.Free"}), ElementsAre("p.ads:1 utility T, N"));
}

TEST(DeallocationFinderTest, CountsCallsOfTheNamedProcedureAlone) {
  const std::vector<File> files = {
      {"q.ads", "package Q is procedure Wipe (X : T); procedure Keep (X : T); end Q;"},
      {"p.adb",
       "with Q; procedure P is procedure Clean (X : T) renames Q.Wipe;\n"
       "package R is procedure Wipe (X : T) is null; end R;\n"
       "begin\n"
       "Q.Wipe (A (1).B); Clean (C); R.Wipe (D); Q.Keep (E);\n"
       "if X then Q.Wipe (F); end if; Wipe := 3; Q.Wipe (G).all := 2;\n"
       "end P;"}};
  std::vector<std::string> arguments;
  for (const Deallocation& one : findings_of(files, {"Q.Wipe"}).deallocations) {
    EXPECT_EQ(one.kind, DeallocationKind::UtilityCall);
    arguments.push_back(one.arguments);
  }
  EXPECT_THAT(arguments, ElementsAre("A(1).B", "C", "F"));
}

TEST(DeallocationFinderTest, SaysWhatItCouldNotTell) {
  const Findings findings = findings_of(
      {{"p.ads", "package P is\nprocedure F is new Unchecked_Deallocation (T, T_Ptr); end P;"}});
  EXPECT_THAT(findings.deallocations, IsEmpty());
  ASSERT_EQ(findings.doubts.size(), 1U);
  EXPECT_EQ(findings.doubts[0].line, 2U);
}

TEST(DeallocationFinderTest, TakesAdaForTheLibrarysWhereTheParentIsMissing) {
  EXPECT_THAT(found({{"p.adb",
                      "package body P is procedure F is new Ada.Unchecked_Deallocation (T, N);\n"
                      "end P;"}}),
              ElementsAre("p.adb:1 direct T, N"));
}

TEST(DeallocationFinderTest, EndsWhereNamesGoRoundInCircles) {
  EXPECT_THAT(
      found(
          {{"a.ads", "with B; use B; package A renames B;"},
           {"b.ads", "with A; use A; package B renames A;"},
           {"c.ads",
            "with A, B; use A, B; package C is subtype T is U; subtype U is T;\n"
            "procedure F is new A.Unchecked_Deallocation (T, U);\n"
            "procedure G is new B.B.A.Unchecked_Deallocation (T, U); end C;"},
           {"d.adb", "separate (D) procedure D is procedure F is new D (T, U); begin null; end;"}}),
      IsEmpty());
}

}  // namespace
}  // namespace orbbench::tests
