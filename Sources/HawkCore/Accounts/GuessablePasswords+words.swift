extension GuessablePasswords {
    /// Words that occur in passwords: words for a password, greetings, names, teams, brands, heroes, animals and numbers. A few
    /// are in other languages or typed on the wrong keyboard layout. Some come from programs that registered many accounts.
    static let commonWords = """
        password passwort passwd pass passw0rd wachtwoord motdepasse contrasena senha parola haslo mypass mypassword nopassword
        secret admin administrator root user guest login logon master test testing temp default changeme letmein access system
        server welcome hello hallo hola bonjour salut please thank thankyou goodbye love loves lover loveme iloveyou iloveu loveyou
        lovely forever friend friends friendster family mother father mama papa baby babe angel angels sweet sweety honey princess
        prince queen king god jesus christ heaven devil demon hell satan blessed faith hope peace happy smile lucky life good bad
        cool great best super mega ultra power number one two three four five six seven eight nine ten

        qwe qwer qwert qwerty qwerasdf asdf asdfasdf zxcv zaq qaz wsx edc abc abcd xyz aaa fuck fucking fucker fuckoff shit bitch
        ass asshole pussy dick cock sucker sex sexy porn porno naked horny penis vagina anal boobs tits hot hardcore masturbation
        masturbating masterbate masterbating masterbaiting ejaculation penetration penetrating insertions intercourse interracial
        interacial pornographic transexual doggystyle deepthroat gangbanged uncencored uncensored suck suckme my licker inside hard
        leavemealone nothing whatever nobody anything something someone everyone nutter tools ball balls lifeisgood greedisgood

        michael jordan jennifer jessica ashley andrew daniel charlie thomas robert matthew joshua amanda hunter george william
        richard patrick martin john david james mark peter paul steve steven kevin brian jason justin bieber anthony nicholas
        nicole michelle melissa samantha elizabeth alexander alexandra alex alexandre alejandro alessandro aleksander aleksandra
        aleksandr anastasia anastasiya natasha tatiana svetlana vladimir sergey dmitry konstantin maxim maximilian maximus maria
        andrea andrei carlos antonio francesco giovanni roberto fernando eduardo sebastian christian christopher christophe
        christine christina kristina katherine catherine victoria veronica barbara patricia stephanie valentina evangelina gabriel
        gabriela benjamin jonathan nathan dennis philip oliver oscar harry potter ronaldo ronaldinho messi beckham shevchenko
        bondarenko montgomery north

        football soccer baseball basketball hockey tennis golf skate skateboard skater surfer hunting fishing racing chelsea arsenal
        liverpool manchester united city barcelona barca realmadrid madrid juventus milan inter bayern lakers yankees cowboys
        steelers packers eagles dodgers patriots redskins raiders cheerleader cheerleaers cheerleaders lockerroom

        monkey dragon tiger lion eagle falcon hawk wolf bear shark dolphin butterfly flower rose sunflower strawberry watermelon
        banana apple orange cherry chocolate cookie cheese pepper ginger coffee chicken chickenwing wing salamander salamandra
        panther cobra snake spider scorpion phoenix rabbit bunny kitty hellokitty cat dog doggy puppy pony horse mustang

        summer winter spring autumn summertime sunshine sunday monday friday january february march april may june july august
        september october november december morning night midnight moon star stars sky blue red green black white purple yellow
        silver gold golden diamond crystal rainbow thunder storm lightning fire ice water ocean

        superman batman spiderman ironman hulk thor avenger avengers starwars startrek jedi knight jediknight darth vader darthvader
        skywalker matrix neo terminator predator alien gladiator braveheart rambo rocky scarface godfather goldfinger bond bond007
        armageddon casablanca highlander ghostrider roadrunner bladerunner undertaker pokemon pikachu naruto sasuke goku vegeta
        dragonball dragonballz finalfantasy zelda mario sonic playstation xbox nintendo gamer gaming minecraft fortnite callofduty
        counterstrike halo warcraft starcraft diablo needforspeed mostwanted devilmaycry solidsnake spartan tinkerbell smallville
        motherlode multiplelo superstar supersonic mastermind pathfinder thunderbird angelofwar slipknot metallica nirvana
        evanescence ironmaiden limpbizkit linkinpark tokiohotel eminem greenday beatles acdc madonna

        computer internet windows microsoft google facebook yahoo samsung nokia sony ericsson sonyericsson blackberry syncmaster
        motorola iphone android linux oracle cisco intel pentium keyboard mouse microphone translator enterprise business company
        office security network websolutions porsche ferrari lamborghini mercedes bmw audi toyota honda civic hondacivic corvette
        camaro volkswagen yamaha suzuki harley nissan

        america england london paris berlin deutschland germany france italia italy espana russia moscow canada australia brasil
        mexico india china japan newyork losangeles chicago boston texas dallas houston florida california lasvegas montecarlo
        madagascar madagaskar

        trustno1 opensesame sesame abracadabra abrakadabra astalavista hasta sersolution mailcreated domainlock newproject groupd
        postov chouse housewifes housewives knickerless contortionist moms adventure badname here comicbookdb website
        privet ghbdtn gfhjkm fktrcfylh rjirf yfnfif vfhbyf ghjcnj rfnz cdtnf gfgf vfvf dfcz ytrewq
        soso123aljg rjirfrgbde polniypizdec0211 sojdlg123aljg rjycnfynby montgom240 7ugd5hip2j 9293709b13 vsjasnel12
        yjdsqgfhjkm evangelion pufunga7782 ghhh47hj7649 htubcnhfwbz vqsablpzla vfntvfnbrf nthvbyfnjh rfhfvtkmrf ghjcnbnenrf
        flvbybcnhfnjh ghbdtnrfrltkf 3rjs1la7qe quant4307s vflfufcrfh babemagnet j3qq4h7h2v yfnfitymrf maurolarastefy
        dhjnvytyjub cxfcnkbdfz dkflbvbhjdbx hd764nw5d7e1vb1 123hfjdk147 8phrowz622 5hsu75kpot badnaamhere dkflbvbhjdyf
        8phrowz624 mapet123456 zcxfcnkbdf gy3yt2rgls vfvfvskfhfve fkmnthyfnbdf ctdfcnjgjkm admin18533362 89600506779
        23176djivanfros
        4815162342 1123581321 31415926 314159 27182818 007 420 666 777 911 123654 159753 258456 147852
        """
}
