#!/bin/sh
# The stages in which the shipped weights were trained; each resumes where it stopped.
#   recipe.sh PYTHON GOLD TOKENS [FLAGS]
# model/README.md says what each stage is for.
set -eu
cd "$(dirname "$0")"
PYTHON=$1 GOLD=$2 TOKENS=$3
shift 3

stage() { # NAME SEED RATE PIECES EMPHASIS [more]
    name=$1 seed=$2 rate=$3 pieces=$4 emphasis=$5
    shift 5
    [ -e "work/$name/done" ] || "$PYTHON" train.py "$GOLD" --tokens "$TOKENS" --work "work/$name" \
        --seed "$seed" --rate "$rate" --pieces "$pieces" --emphasis "$emphasis" "$@"
    touch "work/$name/done"
}

later="names=0,facts=0" # written for the last stages
none="$later,own=0,news=0,cameo=0,plv=0,case=0,meantime=0"
few="polnear=0.03,timebank=0.04,aquaint=0.04,wikiwars=0.04,lgl=0.03,trnews=0.03,geovirus=0.03,re3d=0.12"
heads="event,mode,polarity,reality,recency,later,doubt,roles,quad,quad_weight,part"

stage first 7 1.0 7e6 "$none" "$@"
stage second 8 0.5 2.6e6 "ewt=2,gum=2,$none" --init work/first/state.pt "$@"
stage third 9 0.7 5.25e6 "$later,ewt=0.4,gum=0.35,polnear=0.5,re3d=0.5,timebank=0.4,aquaint=0.4,wikiwars=0.4,lgl=0.3,trnews=0.3,geovirus=0.3" \
    --init work/second/state.pt "$@"
stage fourth 10 0.35 2e6 "$later,ewt=0.16,gum=0.1,polnear=0.15,re3d=0.3,timebank=0.15,aquaint=0.15,wikiwars=0.15,lgl=0.1,trnews=0.1,geovirus=0.1,own=0.3,news=0.6,cameo=0.3,plv=0.3,case=0.3,meantime=0.3" \
    --init work/third/state.pt "$@"
"$PYTHON" mix.py work/mix1 work/fourth=0.39 work/third=0.39 work/second=0.22 --fresh names
stage fifth 11 0.3 1.25e6 "$later,ewt=0.12,gum=0.06,polnear=0.08,re3d=0.15,timebank=0.08,aquaint=0.08,wikiwars=0.08,lgl=0.05,trnews=0.05,geovirus=0.05,own=0.2,news=0.32,cameo=0.2,plv=0.2,case=0.15,meantime=0.2" \
    --init work/mix1/state.pt "$@"
"$PYTHON" mix.py work/mix2 work/fifth=0.48 work/fourth=0.16 work/third=0.16 work/second=0.2 --fresh names
stage sixth 12 0.6 1.3e6 "$later,ewt=0,gum=0,polnear=0,re3d=0,timebank=0,aquaint=0,wikiwars=0,lgl=0,trnews=0,geovirus=0,own=0.5,news=0.5,cameo=0.5,plv=0.5,case=0.5,meantime=0.5" \
    --init work/mix2/state.pt --heads-only "$heads" "$@"
stage seventh 13 0.15 0.9e6 "$later,ewt=0.1,gum=0.06,$few,own=0.1,news=0.15,cameo=0.15,plv=0.25,case=0.15,meantime=0.3" \
    --init work/sixth/state.pt "$@"
"$PYTHON" mix.py work/mix3 work/seventh=0.4 work/sixth=0.6
stage eighth 14 0.15 0.95e6 "$later,ewt=0.16,gum=0.07,$few,own=0.08,news=0.12,cameo=0.1,plv=0.15,case=0.15,meantime=0.2" \
    --init work/mix3/state.pt "$@"
"$PYTHON" mix.py work/mix4 work/eighth=0.8 work/second=0.2 --fresh names
stage ninth 15 0.6 0.95e6 "$later,ewt=0,gum=0,polnear=0,re3d=0,timebank=0,aquaint=0,wikiwars=0,lgl=0,trnews=0,geovirus=0,own=0.3,news=0.3,cameo=0.4,plv=0.6,case=0.5,meantime=0.5" \
    --init work/mix4/state.pt --heads-only "$heads" "$@"
# statements: first the new heads alone, then everything together, with our earlier trees on the texts that have none
all="ewt=0,gum=0,re3d=0,timebank=0,aquaint=0,wikiwars=0,lgl=0,trnews=0,geovirus=0,$none"
stage tenth 16 1.0 6e6 "$all" --init work/ninth/state.pt --silver work/ninth/state.pt --heads-only saying,say "$@"
stage eleventh 17 0.6 4.4e6 "$later,ewt=0.5,gum=0.4,re3d=0.42,polnear=0.94,timebank=0.57,aquaint=0.57,wikiwars=0.4,lgl=0.4,trnews=0.5,geovirus=0.5,own=0.7,news=0.7,cameo=0.9,plv=0.7,case=0.83,meantime=0.8" \
    --init work/tenth/state.pt --silver work/tenth/state.pt "$@"
"$PYTHON" mix.py work/mix5 work/eleventh=0.65 work/tenth=0.35
stage twelfth 18 0.7 4.4e6 "$later,ewt=0,gum=0,re3d=0,timebank=0,aquaint=0,wikiwars=0,lgl=0,trnews=0,geovirus=0,polnear=1.6,own=0.3,news=0.35,cameo=0.5,plv=0.6,case=0.5,meantime=0.6" \
    --init work/mix5/state.pt --silver work/mix5/state.pt --heads-only "saying,say,$heads" "$@"
# names and facts: our own sentences for both, more places; then the heads on the average once more
stage thirteenth 19 0.5 3.6e6 "ewt=0.6,gum=0.45,re3d=0.45,polnear=0.6,timebank=0.45,aquaint=0.45,wikiwars=0.4,lgl=0.8,trnews=0.9,geovirus=0.8,own=0.6,news=0.8,cameo=0.9,plv=0.5,case=0.7,meantime=1.2" \
    --init work/twelfth/state.pt --silver work/twelfth/state.pt "$@"
"$PYTHON" mix.py work/mix6 work/thirteenth=0.5 work/twelfth=0.5
stage fourteenth 20 0.7 3.2e6 "ewt=0.35,gum=0.3,re3d=0,timebank=0,aquaint=0,wikiwars=0,lgl=0,trnews=0,geovirus=0,polnear=1.3,own=0.15,news=0.2,cameo=0,plv=0,case=0,meantime=0.8,names=0.8,facts=0.7" \
    --init work/mix6/state.pt --silver work/mix6/state.pt --heads-only "saying,say,polarity,later,doubt,names,sentence" "$@"
"$PYTHON" export.py work/fourteenth ../weights
