"""The second of the family: a nurse from far away who runs, learns Korean and plants things."""

from __future__ import annotations

from typing import Final

from playground.story.pages import Script, clips, pages, years

PAGES: Final = pages("""
4 First run by the river #running #river
I ran along the river before breakfast. An old man waved at me as if we were friends. I will
go again on Sunday.

2 Night shift #work #tired
Four new patients and no break. I ate a banana standing up. My feet hurt and I could not
sleep after.

4 Tomato seedlings #garden #Jiwoo
The tomatoes on the balcony have their first real leaves. I told them good morning. Jiwoo
laughed at me.

3 Korean class #korean
Today we learned how to complain politely. I mixed up two verbs and told the teacher that I
was a sandwich.

5 Tom called #Tom #family
My brother Tom called from home. He is going to be a father! We both cried a little and then
talked about names.

2 Headache again #headache #work
A headache since noon. I think that I drink too much coffee on shift days. Early to bed.

4 Soup for the neighbour #neighbour #cooking
Mrs. Park next door is ill, so I brought her soup. She gave me a pear as big as my head.

4 Ten kilometres #running #river
Ten kilometres without a stop. The last two were slow but I smiled all the way.

3 Laundry day #home #rain
Nothing happened and that was fine. I folded everything and listened to the rain.

5 Mr. Choi went home #work
Mr. Choi walked out of the ward on his own feet today. His wife hugged every one of us. This
is why I do it.

2 I missed home #homesick
I heard an old song in a shop and suddenly missed my mother's kitchen. I sat on a bench
until it passed.

4 Letter to Mum #family #homesick
I wrote Mum a real letter, four pages by hand. I should do that more often.

4 Piano in the station #piano
There is a piano in the station. I played the one song that I know. A little girl danced to
it.

1 A hard shift #work #sad
We lost a patient whom I liked very much. I held his daughter's hand. I walked home because
I did not want to be in a train.

3 The day after #garden #Jiwoo
I slept, watered the garden, and let Jiwoo cook for me. She did not ask anything. That was
right.

5 Kimbap lesson #Jiwoo #cooking
Jiwoo taught me how to roll kimbap. Mine fell apart, we ate it with spoons, and I have not
laughed like that for weeks.

4 Rain run #running #rain
I ran in the rain on purpose. My shoes will need two days to dry. Worth it.

4 My first joke in Korean #korean
I made a joke in Korean and people really laughed. Perhaps out of kindness. I take it.

2 Too little sleep #work #tired
Three hours of sleep between two shifts. I put the salt into my coffee.

4 Basil everywhere #garden #cooking #neighbour
The basil has taken over the balcony. I made pesto and gave half of it to Mrs. Park.

5 Sunday with everybody #family #korean
The whole family around a table that is too small. I understood almost every word today.

3 Dentist #dentist
The dentist was quick and kind. I was afraid for nothing, as always.

4 A new route #running #hill
I ran up the hill instead of along the river. From the top you can see the hospital and our
house.

2 Headache and noise #headache
They are tearing up the street. The headache came with the first hammer. I fled to the
library.

4 Library corner #reading
Found a corner in the library with a view of a ginkgo tree. Read a hundred pages of a crime
novel.

5 Ultrasound picture #Tom #family
Tom sent a picture of the baby. It looks like a bean with opinions. I have shown it to the
whole ward.

4 Good team #work
The shift was busy but we were a good team today. Minho brought rice cakes for all of us.

3 Slow Tuesday #home
Groceries, mail, a walk around the block. I tried to do everything slowly.

4 First tomato #garden #family
One tomato, one! We cut it into three pieces so that everybody could try it.

2 Argument about dishes #tired #home
Silly argument about the dishes. I was tired and unfair. I said sorry before bed.

5 Half marathon, signed up #running
I have signed up for a half marathon. I told five people so that I cannot run away from it.

4 Piano again #piano
I practised the second half of the song. My left hand has finally understood what it is for.

3 Rainy ward #work #rain
Rain all day, everybody a little sad. I put a paper flower on each bedside table.

4 Market with Jiwoo #Jiwoo #cooking
Jiwoo taught me how to choose a cabbage: heavy, and it must squeak. I carried two of them
home like babies.

5 Long run, easy #running #river
Fifteen kilometres and it felt easy. The river was silver. I sang the last one.

2 Bad news from home #family #homesick
Grandma fell in her garden. Tom is with her. I looked at flights for an hour and then called
instead.

4 Grandma is fine #family #garden
Only a bruise. She asked whether my tomatoes are better than hers. I lied.

4 Korean test passed #korean
I passed the Korean test! The listening part was about a hospital, of all things.

3 Quiet shift #work
Nobody rang for an hour. We played cards, and then of course everybody rang at once.

5 Dinner on the floor #family
There were too many of us for the table, so we sat on the floor. I want to remember this
noise.

4 Pepper plants #garden
The peppers bloom. I learned that one should shake them gently. I feel like a bee.

4 Two months of this #running #diary
I read what I wrote in the last two months. More good days than I thought, and most of them
begin with shoes.
""")

CLIPS: Final = clips("""
55 glad 4 Hello, diary #diary #Jiwoo
Jiwoo says that I should talk to this thing like to a friend. So, hello. Today was a good
day.

39 surprised 5 A parcel from Tom #Tom
Tom has sent a parcel with four jars of peanut butter. Four! I am speechless.

23 cross 2 The bus left without me #bus
I ran after the bus for two stops. The driver saw me. I am still cross about it.

9 glad 5 My new running shoes #running
Look at my new shoes. They are red and much too loud. I love them, and tomorrow we run.

3 calm 4 Before the night shift #work #garden
A quiet hour before the night shift. Tea, the balcony, and nobody who needs anything.
""")

YEARS: Final = years("""
1 4 One year in this city #city #homesick
Exactly two suitcases, one bicycle and no plan: that is how I came. I would do it again.
""")

SCRIPT: Final = Script(
    PAGES,
    CLIPS,
    weekdays=(0.7, 0.8, 0.6, 1.0, 1.4, 1.3, 1.2),
    silent=((18, 22), (47, 49)),
    years=YEARS,
)
