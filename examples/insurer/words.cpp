#include <algorithm>
#include <array>
#include <string_view>
#include <vector>

#include "life.h"

namespace tarn {
namespace {

using Texts = std::vector<std::string_view>;

struct Theme {
  std::string_view name;
  Texts glad, sorry;
};

const std::array<Theme, 13> kThemes{{
    {"upload",
     {"The upload took my photos in the end and the rest was quick.",
      "Sending the pictures was fiddly, but somebody sorted it out.",
      "I was helped over the telephone with the photos."},
     {"It took the photo, thought about it, and then asked me for the photo again.",
      "Three times I sent the picture and three times it said something went wrong.",
      "My photo was too large, but nobody told me. It only said try again.",
      "The app does not take the pictures that my own phone makes.",
      "I gave up on the upload and carried the papers to the branch.",
      "Why can I film the damage but not send you a photo of it?", "The upload refused my file without a reason.",
      "I had to ask my daughter to make the picture smaller."}},
    {"promise",
     {"They called later than they said, but they did settle it.", "In the end a kind lady called and it was done."},
     {"Nobody called, though they said Thursday.", "I was promised a call and waited two days beside the telephone.",
      "The call-back never came, so I rang again and told it all once more.", "You said you would call. You did not.",
      "Twice promised, never called.", "The waiting is bad, but the promise that is not kept is worse."}},
    {"claim",
     {"Reported in the evening, paid the week after. So it should be.",
      "The assessor was friendly and came when he said.", "I always knew where my claim stood.",
      "Fast money, few questions.", "When the water came through the ceiling, you were there."},
     {"It took far too long until anybody decided.", "You paid less than I lost and did not say why.",
      "I had to ask for every piece of news.", "The letter with the decision is hard to understand."}},
    {"agent",
     {"The man on the telephone knew what he was talking about.", "Answered at once and settled in five minutes.",
      "Friendly people, short wait.", "She took her time and wrote me everything down."},
     {"I waited for ages before anybody answered.", "The agent was friendly but could do nothing.",
      "I explain my case anew every time I call.", "The music while waiting is longer than the answer."}},
    {"transfer",
     {"I was passed on once, but the second one knew everything.", "It took two people, then it was settled."},
     {"Passed on twice, and each time I gave my policy number again.", "Nobody felt responsible for me.",
      "From one department to the next, and then the line went dead."}},
    {"quote",
     {"Three minutes, and I had a price. On the train.", "Clear questions and a clear price.",
      "I liked that I could save it and go on at home."},
     {"Too many questions before I saw a price.", "I did not know the floor space by heart.",
      "The price was higher than I hoped."}},
    {"slow",
     {"The price took a while to come, but it was good.", "A bit slow on the phone, otherwise clear."},
     {"The price page took for ever on my phone.", "I looked at a turning wheel and nearly left.",
      "The page with the price loads far too slowly."}},
    {"buying",
     {"Easiest thing I bought this month.", "Paid in one go, confirmation at once.",
      "No papers, no waiting. Well done."},
     {"I was not sure whether the payment had worked.", "The card check threw me out once."}},
    {"retyping",
     {"Fine, though I typed my address twice.", "It went well apart from one strange error message."},
     {"I had to type the whole address again.", "The form forgot what I had entered before."}},
    {"welcome",
     {"The five items are a good idea and quickly done.", "I felt welcome, and I know now what is covered.",
      "Everything in one place."},
     {"A lot of e-mails in the first week.", "I did not understand what the list was for."}},
    {"proof",
     {"All fine so far.", "The proof went through at once."},
     {"I had already sent you that paper.", "You asked for the no-claims proof a second time.",
      "The list stopped working after the third item."}},
    {"renewal",
     {"Renewed in a minute.", "A fair price, I stay.", "Good that the notice came early."},
     {"Up again and not one word why.", "The price goes up every year for loyal customers.",
      "I understand neither the letter nor the new price."}},
    {"app",
     {"The app shows everything at a glance.", "Everything is where I look for it.", "Fast and clear."},
     {"I cannot find my documents in the app.", "The app asks me to sign in again and again.",
      "Since the last update it hangs."}},
}};

const Texts kGladEndings{
    "", "", "", "", " Thank you.", " Gladly again.", " I have told my neighbours.", " Keep it up."};
const Texts kSorryEndings{"",
                          "",
                          "",
                          "",
                          " Please mend that.",
                          " I am thinking about leaving.",
                          " That was better last year.",
                          " For that price I expect more.",
                          " Not what I pay for."};

}  // namespace

std::string words(Random& random, std::string_view theme, bool is_glad) {
  const auto* found = std::ranges::find(kThemes, theme, &Theme::name);
  const Theme& of = found == kThemes.end() ? kThemes[3] : *found;
  std::string text(random.pick(is_glad ? of.glad : of.sorry));
  return text += random.pick(is_glad ? kGladEndings : kSorryEndings);
}

}  // namespace tarn
