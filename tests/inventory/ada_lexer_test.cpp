#include "inventory/ada_lexer.hpp"

#include <gmock/gmock.h>

namespace orbbench::tests {
namespace {

using namespace inventory;
using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> elements(const std::string& text) {
  const SourceText source(text);
  std::vector<std::string> elements;
  for (const Token& token : tokens_of(source)) {
    elements.emplace_back(source.text().substr(token.begin, token.octets));
  }
  return elements;
}

std::vector<TokenKind> kinds(const std::string& text) {
  std::vector<TokenKind> kinds;
  for (const Token& token : tokens_of(SourceText(text))) {
    kinds.push_back(token.kind);
  }
  return kinds;
}

std::uint32_t last_line(const std::string& text) {
  return tokens_of(SourceText(text)).back().line;
}

TEST(AdaLexerTest, LeavesOutCommentsToTheEndOfTheirLine) {
  EXPECT_THAT(elements("a -- b \" c\nd--e\r\nf--\rg"), ElementsAre("a", "d", "f", "g"));
  EXPECT_THAT(elements("a -- b\fc"), ElementsAre("a", "c"));
  EXPECT_THAT(elements("a - -b"), ElementsAre("a", "-", "-", "b"));
  EXPECT_THAT(elements("-- nothing else"), IsEmpty());
}

TEST(AdaLexerTest, TakesADoubledMarkForOneInAString) {
  EXPECT_THAT(elements(R"(x := "a "" -- b"; y)"),
              ElementsAre("x", ":=", R"("a "" -- b")", ";", "y"));
  EXPECT_THAT(elements(R"(""""&"")"), ElementsAre(R"("""")", "&", R"("")"));
  EXPECT_THAT(elements(R"(%a"b%)"), ElementsAre(R"(%a"b%)"));
}

TEST(AdaLexerTest, EndsAnOpenStringWithItsLine) {
  EXPECT_THAT(elements("x \"abc\ny"), ElementsAre("x", "\"abc", "y"));
  EXPECT_THAT(elements("\""), ElementsAre("\""));
}

TEST(AdaLexerTest, TellsACharacterFromAnAttribute) {
  EXPECT_THAT(elements("X'('a')"), ElementsAre("X", "'", "(", "'a'", ")"));
  EXPECT_THAT(elements("('('"), ElementsAre("(", "'('"));
  EXPECT_THAT(elements("=> ''', '\"'"), ElementsAre("=>", "'''", ",", "'\"'"));
  EXPECT_THAT(elements("A (1)'B'C"), ElementsAre("A", "(", "1", ")", "'", "B", "'", "C"));
  EXPECT_THAT(elements("P.all'First"), ElementsAre("P", ".", "all", "'", "First"));
  EXPECT_THAT(elements("when 'x'=>"), ElementsAre("when", "'x'", "=>"));
  EXPECT_THAT(elements("\"abs\"'x"), ElementsAre("\"abs\"", "'", "x"));
  EXPECT_THAT(elements("in 'a'..'z'"), ElementsAre("in", "'a'", "..", "'z'"));
}

TEST(AdaLexerTest, HoldsNoReservedWordAfterAnApostrophe) {
  using enum TokenKind;
  EXPECT_THAT(kinds("X'Access"), ElementsAre(Word, Delimiter, Attribute));
  EXPECT_THAT(kinds("T'Digits'Img"), ElementsAre(Word, Delimiter, Attribute, Delimiter, Attribute));
}

TEST(AdaLexerTest, ReadsNumeralsOfAnyBase) {
  EXPECT_THAT(elements("16#F.F#E+2+1"), ElementsAre("16#F.F#E+2", "+", "1"));
  EXPECT_THAT(elements("1..2"), ElementsAre("1", "..", "2"));
  EXPECT_THAT(elements("1.5e-3-x"), ElementsAre("1.5e-3", "-", "x"));
  EXPECT_THAT(elements("16:FF:*1_000"), ElementsAre("16:FF:", "*", "1_000"));
  EXPECT_THAT(elements("A1:=5"), ElementsAre("A1", ":=", "5"));
  EXPECT_THAT(elements("1e-x"), ElementsAre("1e", "-", "x"));
}

TEST(AdaLexerTest, CountsALineForEachLineBreakOfAnyKind) {
  EXPECT_EQ(last_line("a\nb"), 2U);
  EXPECT_EQ(last_line("a\r\nb"), 2U);
  EXPECT_EQ(last_line("a\rb"), 2U);
  EXPECT_EQ(last_line("a\n\r\n\rb"), 4U);
  EXPECT_EQ(last_line("a\v\fb"), 1U);
}

TEST(AdaLexerTest, ReadsNamesInLatin1AndInUtf8) {
  EXPECT_THAT(elements("Ptr_\xDC_X;"), ElementsAre("Ptr_\xC3\x9C_X", ";"));
  EXPECT_THAT(elements("Ptr_\xC3\x9C_X;"), ElementsAre("Ptr_\xC3\x9C_X", ";"));
  EXPECT_THAT(elements("\xEF\xBB\xBFwith"), ElementsAre("with"));
  EXPECT_THAT(elements("('\xE4')"), ElementsAre("(", "'\xC3\xA4'", ")"));
  EXPECT_EQ(fold_case("\xC3\x9C"
                      "A\xC3\x97\xC3\x9F"),
            "\xC3\xBC"
            "a\xC3\x97\xC3\x9F");
}

TEST(AdaLexerTest, LeavesOutAPreprocessorsLines) {
  EXPECT_THAT(elements("#if X then\na;\n  #end if;\nb"), ElementsAre("a", ";", "b"));
}

}  // namespace
}  // namespace orbbench::tests
