import HawkCore

@testable import HawkChannels

extension ServiceSample {
    static let push: [ChannelType: ServiceSample] = [
        NtfyChannel.type: ServiceSample(
            config: ["server_url": "https://ntfy.example", "topic": "alerts", "token": "tk_secret"],
            accepted: #"{"id":"x","event":"message"}"#),
        PushoverChannel.type: ServiceSample(
            config: [
                "user_key": "uQiRzpo4DXghDmr9QzzfQu27cmVRsG", "api_token": "azGDORePK8gMaC0QOYAMyEEuzJnyUi", "device": "phone",
            ], accepted: #"{"status":1,"request":"647d2300-702c-4b38-8b2f-d56326ae460b"}"#),
        GotifyChannel.type: ServiceSample(
            config: ["server_url": "https://gotify.example", "token": "AzyoeNS.D4iJLVa"],
            accepted: #"{"id":25,"appid":5,"message":"m","title":"t","priority":8,"date":"2026-11-22T04:10:00Z"}"#),
        PushbulletChannel.type: ServiceSample(
            config: ["access_token": "o.RUe7IZgC6384GrI1", "device_iden": "ujpah72o0sjAoRtnM0jc", "channel_tag": "alerts"],
            accepted: #"{"active":true,"iden":"ubd","type":"link"}"#),
        BarkChannel.type: ServiceSample(
            config: [
                "server_url": "https://bark.example", "device_key": "ynJ5Ft4atkMkWeo2PAvFhF", "user": "u", "password": "pw-1",
            ],
            accepted: #"{"code":200,"message":"success","timestamp":1795320600}"#),
        JoinChannel.type: ServiceSample(
            config: ["api_key": "c0a57c1b2d3e4f5a6b7c8d9e0f1a2b3c", "device_id": "group.phone"],
            accepted: #"{"success":true,"userAuthError":false,"kind":"messaging#sendPush"}"#),
        PushyChannel.type: ServiceSample(
            config: ["api_key": "secret-api-key", "token": "a6345d0278adc55d3474f5"],
            accepted: #"{"success":true,"id":"5ea9b214b47cad768a35f13a","info":{"devices":1,"failed":[]}}"#),
        PushDeerChannel.type: ServiceSample(
            config: ["server_url": "https://pushdeer.example", "pushkey": "PDU1234Tsecret"],
            accepted: #"{"code":0,"content":{"result":["{\"counts\":1,\"logs\":[],\"success\":\"ok\"}"]}}"#),
        ServerChanChannel.type: ServiceSample(
            config: ["send_key": "sctp12345tsecret"], accepted: #"{"code":0,"message":"SUCCESS","data":{"pushid":"1"}}"#),
    ]
}
